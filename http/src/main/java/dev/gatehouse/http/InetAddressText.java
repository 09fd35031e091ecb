package dev.gatehouse.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;

/// Addresses as text, and the one address that we listen on.
final class InetAddressText {
  static final InetAddress LOOPBACK = loopback();

  private InetAddressText() {}

  static String of(SocketAddress address) {
    return address instanceof InetSocketAddress inet && inet.getAddress() != null
        ? inet.getAddress().getHostAddress()
        : "";
  }

  /// Always 127.0.0.1: what `InetAddress.getLoopbackAddress()` gives depends on the machine.
  private static InetAddress loopback() {
    try {
      return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes make an IPv4 address", e);
    }
  }
}
