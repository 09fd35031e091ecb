package dev.gatehouse.lambda;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// Unix modes of a zip's entries, which `java.util.zip` does not show: APPNOTE 4.4.15 puts them in
/// the upper half of each central header's external attributes.
final class ZipModes {
  private static final int END = 0x06054b50;
  private static final int HEADER = 0x02014b50;
  private static final int END_LENGTH = 22;
  private static final int HEADER_LENGTH = 46;
  private static final int MAX_COMMENT = 65_535;

  private ZipModes() {}

  /// Entries of other systems' zips have mode 0, or none at all.
  static Map<String, Integer> of(Path zip) throws IOException {
    try (var channel = FileChannel.open(zip)) {
      ByteBuffer end = tail(channel);
      int at = end.limit() - END_LENGTH;
      while (at >= 0 && end.getInt(at) != END) {
        at--;
      }
      if (at < 0) {
        throw new IOException("not a zip file");
      }
      long size = Integer.toUnsignedLong(end.getInt(at + 12));
      long offset = Integer.toUnsignedLong(end.getInt(at + 16));
      if (offset + size > channel.size()) {
        throw new IOException("a broken or ZIP64 file: use a plain zip");
      }
      return modes(read(channel, offset, (int) size));
    }
  }

  private static Map<String, Integer> modes(ByteBuffer directory) {
    var modes = new HashMap<String, Integer>();
    int at = 0;
    while (at + HEADER_LENGTH <= directory.limit() && directory.getInt(at) == HEADER) {
      int name = Short.toUnsignedInt(directory.getShort(at + 28));
      int extra = Short.toUnsignedInt(directory.getShort(at + 30));
      int comment = Short.toUnsignedInt(directory.getShort(at + 32));
      if (at + HEADER_LENGTH + name > directory.limit()) {
        break;
      }
      byte[] text = new byte[name];
      directory.get(at + HEADER_LENGTH, text);
      modes.put(new String(text, StandardCharsets.UTF_8), directory.getInt(at + 38) >>> 16);
      at += HEADER_LENGTH + name + extra + comment;
    }
    return modes;
  }

  private static ByteBuffer tail(FileChannel channel) throws IOException {
    long length = Math.min(channel.size(), END_LENGTH + MAX_COMMENT);
    return read(channel, channel.size() - length, (int) length);
  }

  private static ByteBuffer read(FileChannel channel, long offset, int length) throws IOException {
    var buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining() && channel.read(buffer, offset + buffer.position()) > 0) {}
    return buffer.flip();
  }
}
