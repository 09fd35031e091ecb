package dev.gatehouse.lambda;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Our own client for `python3.*`, on the machine's Python.
///
/// @param bytecode where compiled modules are kept: never beside the code, which is read-only on
///   AWS
/// @param minor as the template has it
record PythonClient(Interpreter python, Path file, Path bytecode, int minor)
    implements RuntimeClient {
  static PythonClient in(Path unpacked, Interpreter python, int minor) {
    return new PythonClient(
        python,
        ClientScript.unpack("python_client.py", unpacked),
        unpacked.resolve("bytecode"),
        minor);
  }

  /// Without the user's own packages (`-s`), which no function has on AWS.
  @Override
  public Optional<List<String>> command(Function function, Path temporary) {
    return Optional.of(
        List.of(
            python.executable().toString(),
            "-s",
            "-u",
            "-X",
            "utf8",
            file.toString(),
            function.opt().resolve("python/lib/python3." + minor + "/site-packages").toString(),
            function.opt().resolve("python").toString(),
            bytecode.toString()));
  }

  @Override
  public Map<String, String> variables(Function function) {
    return Map.of("PYTHONPATH", folder().toString(), "LC_CTYPE", "C.UTF-8");
  }

  @Override
  public Path folder() {
    return ClientScript.folder(file);
  }

  @Override
  public Optional<String> notice() {
    return python.minor() == minor
        ? Optional.empty()
        : Optional.of(
            "python3.%d runs on this machine's Python %s: what differs between the two differs here"
                .formatted(minor, python.version()));
  }
}
