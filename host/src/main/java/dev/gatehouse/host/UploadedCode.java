package dev.gatehouse.host;

import dev.gatehouse.aws.Json;
import dev.gatehouse.cloudformation.Fault;
import dev.gatehouse.host.endpoint.Changes;
import dev.gatehouse.host.endpoint.Changes.Refused;
import dev.gatehouse.lambda.Code;
import dev.gatehouse.lambda.CodeFolder;
import dev.gatehouse.lambda.FunctionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Code that came through Lambda's API: unpacked where the code of versions is, and named in a
/// function's properties by the zip file's SHA-256.
final class UploadedCode {
  private static final String BROKEN =
      "Could not unzip uploaded file. Please check your file, then try to upload again.";

  private UploadedCode() {}

  /// @param published gets the code
  /// @return the function's `Code`
  /// @throws Refused when it is broken, too large, or reaches outside itself
  static ObjectNode keep(byte[] zip, Path published) {
    try {
      Files.createDirectories(published);
      Path file = Files.createTempFile(published, CodeFolder.PARTIAL, ".zip");
      try {
        Files.write(file, zip);
        Path folder = unpacked(file, published);
        OwnerOnlyFiles.sync(folder);
        return Json.STRICT
            .createObjectNode()
            .put("S3Bucket", Changes.UPLOADED)
            .put("S3Key", String.valueOf(folder.getFileName()));
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep code", e);
    }
  }

  private static Path unpacked(Path file, Path published) {
    try {
      return CodeFolder.of(file, published);
    } catch (FunctionException e) {
      boolean broken = e.getCause() instanceof IOException;
      throw refused(
          broken
              ? BROKEN
              : String.valueOf(e.getMessage()).replace(file.toString(), "The zip file"));
    } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
      throw refused(BROKEN);
    }
  }

  private static Refused refused(String problem) {
    return new Refused(List.of(new Fault("Code", "Properties.Code.ZipFile", problem)));
  }

  /// Empty for code that was not uploaded.
  static Optional<Code> find(JsonNode code, Path published) {
    String digest = code.path("S3Key").asString("");
    return code.path("S3Bucket").asString("").equals(Changes.UPLOADED)
            && digest.matches("[0-9a-f]{64}")
        ? Optional.of(new Code.Unpacked(published.resolve(digest)))
        : Optional.empty();
  }
}
