package dev.gatehouse.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyTest {
  private static final int LIMIT = 5;

  private static Optional<Body> read(String content, long announced) throws IOException {
    return Body.read(new ByteArrayInputStream(content.getBytes(UTF_8)), announced, LIMIT);
  }

  @ParameterizedTest
  @CsvSource({"'', 0", "'', -1", "1234, 4", "1234, -1", "12345, 5", "12345, -1"})
  void contentUpToTheLimitIsReadWhole(String content, long announced) throws IOException {
    assertThat(read(content, announced)).contains(Body.of(content));
  }

  @ParameterizedTest
  @CsvSource({"123456, 6", "123456, -1", "'', 6"})
  void contentBeyondTheLimitIsNone(String content, long announced) throws IOException {
    assertThat(read(content, announced)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1234, 3", "1, 0"})
  void moreThanWasAnnouncedIsNone(String content, long announced) throws IOException {
    assertThat(read(content, announced)).isEmpty();
  }
}
