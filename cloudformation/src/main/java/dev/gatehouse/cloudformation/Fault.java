package dev.gatehouse.cloudformation;

/// One thing wrong with a template.
///
/// @param logicalId the resource, parameter, output… at fault, or the name of the section or file
/// @param path the whole way from the template's root
/// @param problem one sentence, in AWS's words where they are known
public record Fault(String logicalId, String path, String problem) {
  public Fault {
    logicalId = OneLine.of(logicalId);
    path = OneLine.of(path);
    problem = OneLine.of(problem);
  }

  /// One printable line; the template's control characters never reach the terminal.
  public String line() {
    return path + ": " + problem;
  }
}
