package dev.gatehouse.cloudformation;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// `Fn::Cidr` for IPv4: equal blocks one after the other from the start of a larger one.
final class CidrBlocks {
  private static final Pattern BLOCK =
      Pattern.compile(
          "(?<a>[0-9]{1,3})\\.(?<b>[0-9]{1,3})\\.(?<c>[0-9]{1,3})\\.(?<d>[0-9]{1,3})/(?<prefix>[0-9]{1,2})");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,3}");
  private static final int ADDRESS_BITS = 32;
  private static final int MOST = 256;

  private CidrBlocks() {}

  /// @param bits of each block that are left to its hosts
  /// @return empty when these are no such numbers, or the blocks do not fit
  static Optional<Stream<String>> of(String block, String count, String bits) {
    var parsed = BLOCK.matcher(block);
    if (!parsed.matches() || !NUMBER.matcher(count).matches() || !NUMBER.matcher(bits).matches()) {
      return Optional.empty();
    }
    long address = 0;
    for (String part : new String[] {"a", "b", "c", "d"}) {
      int octet = Integer.parseInt(parsed.group(part));
      if (octet > 255) {
        return Optional.empty();
      }
      address = (address << 8) | octet;
    }
    int prefix = Integer.parseInt(parsed.group("prefix"));
    int wanted = Integer.parseInt(count);
    int hostBits = Integer.parseInt(bits);
    if (prefix > ADDRESS_BITS
        || wanted < 1
        || wanted > MOST
        || hostBits < 1
        || hostBits > ADDRESS_BITS - prefix
        || wanted > (1L << (ADDRESS_BITS - prefix - hostBits))) {
      return Optional.empty();
    }
    int within = ADDRESS_BITS - prefix;
    long first = (address >> within) << within;
    return Optional.of(
        LongStream.range(0, wanted)
            .mapToObj(index -> text(first + (index << hostBits), ADDRESS_BITS - hostBits)));
  }

  private static String text(long address, int prefix) {
    return "%d.%d.%d.%d/%d"
        .formatted(
            (address >> 24) & 255,
            (address >> 16) & 255,
            (address >> 8) & 255,
            address & 255,
            prefix);
  }
}
