package dev.gatehouse.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.CreateFunctionResponse;
import software.amazon.awssdk.services.lambda.model.Runtime;

/// Code of a function as it is sent to Lambda, and the function that it makes.
final class FunctionZip {
  private static final int HEADER = 0x02014b50;

  private FunctionZip() {}

  /// A function that answers the text, or what its variable `SAY` says.
  static byte[] saying(String text) {
    return of(
        "bootstrap",
        """
        #!/bin/sh
        runtime="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation"
        while :; do
          headers=$(mktemp)
          curl -sS -o /dev/null -D "$headers" "$runtime/next" || exit 1
          id=$(tr -d '\\r' <"$headers" | sed -n 's/^[Ll]ambda-[Rr]untime-[Aa]ws-[Rr]equest-[Ii]d: //p')
          rm -f "$headers"
          curl -sS -o /dev/null -d "\\"${SAY:-WORD}\\"" "$runtime/$id/response"
        done
        """
            .replace("WORD", text));
  }

  /// One file that may be run.
  static byte[] of(String name, String content) {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      var entry = new ZipEntry(name);
      entry.setTime(0);
      zip.putNextEntry(entry);
      zip.write(content.getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var zip = ByteBuffer.wrap(bytes.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
    int at = 0;
    while (zip.getInt(at) != HEADER) {
      at++;
    }
    zip.putInt(at + 38, 0100755 << 16);
    return zip.array();
  }

  static CreateFunctionResponse create(LambdaClient lambda, String name, String text) {
    return lambda.createFunction(create ->
        create
            .functionName(name)
            .role("arn:aws:iam::000000000000:role/reader")
            .runtime(Runtime.PROVIDED_AL2023)
            .handler("bootstrap")
            .code(code -> code.zipFile(SdkBytes.fromByteArray(saying(text)))));
  }

  static String invoke(LambdaClient lambda, String function) {
    return lambda.invoke(invoke -> invoke.functionName(function)).payload().asUtf8String();
  }
}
