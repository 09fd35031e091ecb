package dev.gatehouse.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.regex.Pattern;

/// Reads what HTTP/1.1 messages are made of: lines, header sections, bytes.
final class LineReader extends BufferedInputStream {
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
  private static final int BUFFER = 64 * 1024;

  LineReader(InputStream in) {
    super(in, BUFFER);
  }

  /// Without its CRLF, each byte a character.
  ///
  /// @throws EOFException when nothing more comes
  String line(int limit) throws IOException {
    if (pos == count) {
      if (read() < 0) {
        throw new EOFException("the peer is gone");
      }
      pos--;
    }
    for (int at = pos; at < count && at - pos <= limit + 1; at++) {
      if (buf[at] == '\n') {
        String text = new String(buf, pos, at - pos, StandardCharsets.ISO_8859_1);
        pos = at + 1;
        return withoutCr(text);
      }
    }
    return spreadLine(limit);
  }

  /// One that is not whole in the buffer.
  private String spreadLine(int limit) throws IOException {
    var line = new ByteArrayOutputStream(128);
    for (int b = read(); b != '\n'; b = read()) {
      if (b < 0) {
        throw new EOFException("the peer is gone");
      }
      if (line.size() > limit) {
        throw new MalformedRequestException("a line is too long");
      }
      line.write(b);
    }
    return withoutCr(line.toString(StandardCharsets.ISO_8859_1));
  }

  private static String withoutCr(String text) throws MalformedRequestException {
    if (!text.endsWith("\r") || text.indexOf('\r') < text.length() - 1) {
      throw new MalformedRequestException("a line does not end with CRLF");
    }
    return text.substring(0, text.length() - 1);
  }

  /// Up to the empty line behind them (RFC 9112 §5).
  HttpHeaders headers(int limit) throws IOException {
    var lines = new ArrayList<HttpHeader>();
    int left = limit;
    for (String line = line(left); !line.isEmpty(); line = line(left)) {
      left -= line.length() + 2;
      int colon = line.indexOf(':');
      if (left < 0 || colon < 0 || !TOKEN.matcher(line.substring(0, colon)).matches()) {
        throw new MalformedRequestException("a header line is none, or they are too many");
      }
      lines.add(new HttpHeader(line.substring(0, colon), line.substring(colon + 1).strip()));
    }
    return new HttpHeaders(lines);
  }
}
