package dev.gatehouse.lambda;

import java.nio.file.Path;

/// A language's interpreter on this machine.
///
/// @param executable the program itself: no version manager's shim, which would miss its variables
///   in a function's environment
/// @param version `20.20.2`
record Interpreter(Path executable, String version) {
  int major() {
    return part(0);
  }

  int minor() {
    return part(1);
  }

  private int part(int index) {
    return Integer.parseInt(version.split("\\.", -1)[index]);
  }
}
