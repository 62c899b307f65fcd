export { key, selfSigned as cert } from '../../src/testing/certificates.ts'
