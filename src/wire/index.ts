/** `orbweaver/wire`: sockets whose every call can be seen, HTTP messages byte by byte. */
export type { ConnectOptions, ConnectPhases, WireConnection } from './socket/connect.ts'
export { connect } from './socket/connect.ts'
export type { Listener, ListenOptions } from './socket/listen.ts'
export { listen } from './socket/listen.ts'
export type { SocketOptions } from './socket/open-socket.ts'
export type { Certificate, Endpoint, TlsSession, WireCall, WireEvent, WireSocket } from './socket/wire-socket.ts'
