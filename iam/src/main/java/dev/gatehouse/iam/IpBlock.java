package dev.gatehouse.iam;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/// A CIDR block (RFC 4632, RFC 4291). A bare address is a block of one. Never asks a resolver.
final class IpBlock {
  private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  private final byte[] network;
  private final int prefix;

  private IpBlock(byte[] network, int prefix) {
    this.network = network;
    this.prefix = prefix;
  }

  static Optional<IpBlock> parse(String text) {
    String[] parts = text.split("/", -1);
    if (parts.length > 2) {
      return Optional.empty();
    }
    return address(parts[0])
        .flatMap(network -> {
          int bits = network.length * 8;
          int prefix = parts.length == 1 ? bits : prefix(parts[1]);
          return prefix < 0 || prefix > bits
              ? Optional.empty()
              : Optional.of(new IpBlock(network, prefix));
        });
  }

  boolean contains(String candidate) {
    return address(candidate).filter(this::contains).isPresent();
  }

  private boolean contains(byte[] candidate) {
    if (candidate.length != network.length) {
      return false;
    }
    for (int bit = 0; bit < prefix; bit++) {
      int mask = 0x80 >> (bit % 8);
      if ((candidate[bit / 8] & mask) != (network[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }

  private static int prefix(String text) {
    return text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : -1;
  }

  private static Optional<byte[]> address(String text) {
    if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(text).getAddress());
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
