package dev.gatehouse.host;

import dev.gatehouse.aws.Json;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// A folder with a `cdk.json`: its `app` command synthesizes the assembly, as `cdk synth` would
/// have it do.
final class CdkProject {
  /// Never sources, whatever `watch.exclude` says.
  private static final Set<String> NO_SOURCES =
      Set.of(".git", ".gatehouse", "node_modules", "target", "build", "dist");

  private final Path folder;
  private final String app;
  private final Path output;
  private final JsonNode context;
  private final List<PathMatcher> excluded;
  private final String searchPath;

  private CdkProject(Path folder, JsonNode config, String searchPath) {
    this.folder = folder;
    this.searchPath = searchPath;
    this.app = config.path("app").asString("");
    this.output = folder.resolve(config.path("output").asString("cdk.out"));
    this.context = config.path("context");
    this.excluded = new ArrayList<>();
    for (JsonNode pattern : config.path("watch").path("exclude")) {
      exclude(pattern.asString());
      // In the CDK's patterns this prefix stands for no folder as well.
      exclude(pattern.asString().replaceFirst("^\\*\\*/", ""));
    }
  }

  private void exclude(String pattern) {
    excluded.add(FileSystems.getDefault().getPathMatcher("glob:" + pattern));
  }

  /// @param searchPath the `PATH` that the app will be run with
  /// @throws StartupException when `cdk.json` has no `app`, or is no JSON
  static CdkProject in(Path folder, String searchPath) {
    Path file = folder.resolve("cdk.json");
    try {
      var project =
          new CdkProject(folder, Json.STRICT.readTree(Files.readAllBytes(file)), searchPath);
      if (project.app.isBlank()) {
        throw new StartupException(file + " names no `app` command that would synthesize");
      }
      return project;
    } catch (JacksonException e) {
      throw new StartupException(file + " is not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new StartupException("cannot read " + file + ": " + e, e);
    }
  }

  /// The assembly's folder, synthesized anew unless it is newer than every source.
  ///
  /// @param progress told what is going on, one line at a time
  Path assembly(String region, String account, Consumer<String> progress) {
    Path manifest = output.resolve("manifest.json");
    try {
      if (Files.exists(manifest)
          && newestSource().compareTo(Files.getLastModifiedTime(manifest)) < 0) {
        progress.accept("using " + output + ", which is newer than its sources");
        return output;
      }
    } catch (IOException e) {
      throw new StartupException("cannot read the sources below " + folder + ": " + e, e);
    }
    progress.accept("synthesizing: " + app);
    synthesize(region, account);
    if (!Files.exists(manifest)) {
      throw new StartupException("`" + app + "` ended well but wrote no " + manifest);
    }
    return output;
  }

  /// Where the assembly is, once there is one.
  Path output() {
    return output;
  }

  private void synthesize(String region, String account) {
    requireNode();
    var builder =
        // To where our own messages go; /dev/stderr by name would truncate a file and refuse a
        // socket.
        new ProcessBuilder("/bin/sh", "-c", "exec >&2\n" + app)
            .directory(folder.toFile())
            .inheritIO();
    var environment = builder.environment();
    environment.put("CDK_OUTDIR", output.toAbsolutePath().toString());
    environment.put("CDK_DEFAULT_REGION", region);
    environment.put("CDK_DEFAULT_ACCOUNT", account);
    if (context.isObject()) {
      environment.put("CDK_CONTEXT_JSON", context.toString());
    }
    try {
      int status = builder.start().waitFor();
      if (status != 0) {
        throw new StartupException("`" + app + "` failed with exit status " + status);
      }
    } catch (IOException e) {
      throw new StartupException("cannot run `" + app + "`: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartupException("interrupted while synthesizing", e);
    }
  }

  /// CDK apps of every language run on Node (jsii).
  private void requireNode() {
    boolean found =
        Stream.of(searchPath.split(File.pathSeparator))
            .anyMatch(entry -> Files.isExecutable(Path.of(entry, "node")));
    if (!found) {
      throw new StartupException(
          "a CDK app needs Node.js and there is no `node` on the PATH; install Node 20 or newer"
              + " (Debian: apt-get install nodejs), or name a synthesized cdk.out folder");
    }
  }

  private FileTime newestSource() throws IOException {
    var newest = new NewestFile();
    Files.walkFileTree(folder, newest);
    return newest.time;
  }

  private final class NewestFile extends SimpleFileVisitor<Path> {
    private FileTime time = FileTime.fromMillis(0);

    @Override
    public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) {
      boolean skipped =
          !visited.equals(folder)
              && (NO_SOURCES.contains(visited.getFileName().toString())
                  || visited.equals(output)
                  || isExcluded(visited));
      return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (!isExcluded(file) && attributes.lastModifiedTime().compareTo(time) > 0) {
        time = attributes.lastModifiedTime();
      }
      return FileVisitResult.CONTINUE;
    }

    private boolean isExcluded(Path path) {
      Path relative = folder.relativize(path);
      return excluded.stream().anyMatch(pattern -> pattern.matches(relative));
    }
  }

  /// Whether the folder is a CDK project.
  static boolean at(Path folder) {
    return Files.isRegularFile(folder.resolve("cdk.json"));
  }
}
