package dev.gatehouse.host.endpoint;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32;

/// Messages of `application/vnd.amazon.eventstream`, as smithy.io's "Amazon Event Stream
/// Specification" frames them.
final class EventStream {
  static final String CONTENT_TYPE = "application/vnd.amazon.eventstream";

  private static final byte STRING = 7;
  private static final int PRELUDE = 12;
  private static final int CHECKSUM = 4;

  private EventStream() {}

  static byte[] event(String type, String contentType, byte[] payload) {
    return message(
        headers(
            Map.of(":event-type", type, ":content-type", contentType, ":message-type", "event")),
        payload);
  }

  private static byte[] message(byte[] headers, byte[] payload) {
    int length = PRELUDE + headers.length + payload.length + CHECKSUM;
    var message = ByteBuffer.allocate(length);
    message.putInt(length).putInt(headers.length);
    message.putInt(checksum(message));
    message.put(headers).put(payload);
    message.putInt(checksum(message));
    return message.array();
  }

  private static byte[] headers(Map<String, String> headers) {
    var bytes = new ByteArrayOutputStream();
    headers.forEach((name, value) -> {
      byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
      byte[] valueBytes = value.getBytes(StandardCharsets.UTF_8);
      bytes.write(nameBytes.length);
      bytes.writeBytes(nameBytes);
      bytes.write(STRING);
      bytes.writeBytes(ByteBuffer.allocate(2).putShort((short) valueBytes.length).array());
      bytes.writeBytes(valueBytes);
    });
    return bytes.toByteArray();
  }

  /// Over all that stands before it.
  private static int checksum(ByteBuffer message) {
    var checksum = new CRC32();
    checksum.update(message.duplicate().flip());
    return (int) checksum.getValue();
  }
}
