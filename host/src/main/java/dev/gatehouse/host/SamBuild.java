package dev.gatehouse.host;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// What `sam build` leaves in a project: the template with each `CodeUri` naming a built folder
/// beside it. It is made anew each time, so that nothing of ours may lie there.
final class SamBuild {
  private static final Path FOLDER = Path.of(".aws-sam", "build");

  private SamBuild() {}

  /// @param path the project's folder, the build's, or the built template
  static Optional<Path> template(Path path) {
    return Stream.of(
            path, path.resolve("template.yaml"), path.resolve(FOLDER).resolve("template.yaml"))
        .filter(file -> file.endsWith(FOLDER.resolve("template.yaml")))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  /// Where a built template's project is.
  static Path project(Path template) {
    Path build = template.getParent();
    Path project = build == null ? null : build.resolve("../..").normalize();
    return project == null ? template : project;
  }
}
