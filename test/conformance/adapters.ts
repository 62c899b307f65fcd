/** The one door to the shared conformance cases: public API in, plain values out. Importing it has no side effects. */
export {}
