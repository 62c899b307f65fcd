/**
 * The first request of a web page as it stands on the network, without the Ethernet header: `GET / HTTP/1.0` from 192.0.2.1, port 50000, to
 * 198.51.100.2, port 80. The addresses are those for documentation (RFC 5737).
 */
export const samplePacket =
  '4500003a1234400040063c53c0000201c6336402c3500050000003e9000013895018faf00ee00000474554202f20485454502f312e300d0a0d0a'
