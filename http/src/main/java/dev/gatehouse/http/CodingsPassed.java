package dev.gatehouse.http;

import io.helidon.http.encoding.ContentDecoder;
import io.helidon.http.encoding.ContentEncoder;
import io.helidon.http.encoding.ContentEncoding;
import io.helidon.http.encoding.ContentEncodingContext;
import java.util.Set;

/// Lets compressed request bodies pass as they were sent, for their reader to undo: signatures are
/// over these bytes, and AWS hands them on. Helidon refuses codings that nobody claims.
final class CodingsPassed implements ContentEncoding {
  static ContentEncodingContext context() {
    return ContentEncodingContext.builder()
        .contentEncodingsDiscoverServices(false)
        .addContentEncoding(new CodingsPassed())
        .build();
  }

  @Override
  public Set<String> ids() {
    return Set.of(
        "aws-chunked",
        "br",
        "compress",
        "deflate",
        "gzip",
        "identity",
        "x-compress",
        "x-gzip",
        "zstd");
  }

  @Override
  public boolean supportsEncoding() {
    return false;
  }

  @Override
  public boolean supportsDecoding() {
    return true;
  }

  @Override
  public ContentDecoder decoder() {
    return ContentDecoder.NO_OP;
  }

  @Override
  public ContentEncoder encoder() {
    return ContentEncoder.NO_OP;
  }

  @Override
  public String name() {
    return "passed";
  }

  @Override
  public String type() {
    return "passed";
  }
}
