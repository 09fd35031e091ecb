package dev.gatehouse.host;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// All of Gatehouse once more, its locks compiled with every [Mutant] in them, asleep.
final class MutantLocks extends ClassLoader {
  private static final String OURS = "dev.gatehouse.";

  private final Map<String, byte[]> compiled;

  private MutantLocks(Map<String, byte[]> compiled) {
    super(MutantLocks.class.getClassLoader());
    this.compiled = compiled;
  }

  /// @param root of the sources
  static MutantLocks compile(Path root) throws IOException {
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    var sources =
        Mutant.files().stream().<JavaFileObject>map(path -> new Source(root, path)).toList();
    var problems = new StringWriter();
    try (var files = new InMemory(javac.getStandardFileManager(null, null, null))) {
      var options = List.of("-proc:none", "-nowarn", "-classpath", classPath());
      if (!javac.getTask(problems, files, null, options, null, sources).call()) {
        throw new IllegalStateException("mutants do not compile: " + problems);
      }
      return new MutantLocks(files.classes());
    }
  }

  private static String classPath() {
    return Optional.ofNullable(System.getProperty("surefire.test.class.path"))
        .orElse(System.getProperty("java.class.path"));
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(OURS)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : defined(name);
    }
  }

  private Class<?> defined(String name) throws ClassNotFoundException {
    byte[] bytes = compiled.get(name);
    if (bytes == null) {
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        bytes = in.readAllBytes();
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
    return defineClass(name, bytes, 0, bytes.length);
  }

  /// A source file as it is edited.
  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(Path root, String path) {
      super(URI.create("string:///" + path), Kind.SOURCE);
      try {
        this.text = Mutant.edited(path, Files.readString(root.resolve(path)));
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private static final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, ByteArrayOutputStream> outputs = new HashMap<>();

    InMemory(JavaFileManager files) {
      super(files);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
      var bytes = outputs.computeIfAbsent(className, name -> new ByteArrayOutputStream());
      return new SimpleJavaFileObject(
          URI.create("bytes:///" + className.replace('.', '/') + kind.extension), kind) {
        @Override
        public OutputStream openOutputStream() {
          return bytes;
        }
      };
    }

    Map<String, byte[]> classes() {
      var classes = new HashMap<String, byte[]>();
      outputs.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
      return classes;
    }
  }
}
