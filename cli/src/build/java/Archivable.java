import static java.lang.classfile.ClassFile.JAVA_17_VERSION;
import static java.lang.classfile.ClassFile.JAVA_6_VERSION;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.constant.ClassDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Writes libraries anew so that the JVM's AOT cache takes their classes in, which it refuses to do
/// with signed jars and with classes from before Java 6 (docs/decisions/0013): without signatures,
/// with classes of Java 17 and the stack maps that those have, and with native libraries in a
/// folder, where they need not be unpacked at each start. What the classes do stays as it is.
///
/// Run by the build from its source: `java Archivable.java ORIGINALS LIBRARIES NATIVE`, three
/// folders.
final class Archivable {
  private static final Pattern SIGNATURE =
      Pattern.compile("META-INF/[^/]+\\.(?:SF|RSA|DSA|EC)", Pattern.CASE_INSENSITIVE);
  private static final Pattern NATIVE = Pattern.compile(".+/([^/]+\\.(?:so|dylib))");

  private final ZipFile from;
  private final ClassFile classes;

  private Archivable(ZipFile from) {
    this.from = from;
    var hierarchy =
        ClassHierarchyResolver.ofResourceParsing(this::classOf)
            .orElse(ClassHierarchyResolver.defaultResolver())
            .cached();
    this.classes =
        ClassFile.of(
            ClassHierarchyResolverOption.of(hierarchy), StackMapsOption.GENERATE_STACK_MAPS);
  }

  static void main(String[] folders) throws IOException {
    List<Path> originals;
    try (var found = Files.list(Path.of(folders[0]))) {
      originals = found.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
    Path natives = Files.createDirectories(Path.of(folders[2]));
    for (Path original : originals) {
      Path written = Path.of(folders[1]).resolve(original.getFileName());
      Path fresh = fresh(written);
      try (var from = new ZipFile(original.toFile());
          var to = new ZipOutputStream(Files.newOutputStream(fresh))) {
        new Archivable(from).write(to, natives);
      }
      Files.move(fresh, written, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /// A running process has the old files mapped: they are replaced, never written over.
  private static Path fresh(Path file) {
    return file.resolveSibling(file.getFileName() + ".new");
  }

  private void write(ZipOutputStream to, Path natives) throws IOException {
    for (ZipEntry entry : from.stream().toList()) {
      var library = NATIVE.matcher(entry.getName());
      if (library.matches()) {
        Path written = natives.resolve(library.group(1));
        Files.move(
            Files.write(fresh(written), bytes(entry)),
            written,
            StandardCopyOption.REPLACE_EXISTING);
      } else if (!SIGNATURE.matcher(entry.getName()).matches()) {
        to.putNextEntry(new ZipEntry(entry.getName()));
        if (entry.getName().equals(JarFile.MANIFEST_NAME)) {
          withoutDigests(bytes(entry)).write(to);
        } else {
          to.write(isClass(entry) ? renewed(bytes(entry)) : bytes(entry));
        }
        to.closeEntry();
      }
    }
  }

  private byte[] bytes(ZipEntry entry) throws IOException {
    try (InputStream in = from.getInputStream(entry)) {
      return in.readAllBytes();
    }
  }

  private static boolean isClass(ZipEntry entry) {
    return entry.getName().endsWith(".class");
  }

  private byte[] renewed(byte[] bytes) {
    var old = classes.parse(bytes);
    if (old.majorVersion() >= JAVA_6_VERSION) {
      return bytes;
    }
    return classes.transformClass(
        old,
        ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)
            .andThen(
                ClassTransform.endHandler(written -> written.withVersion(JAVA_17_VERSION, 0))));
  }

  private static Manifest withoutDigests(byte[] bytes) throws IOException {
    var manifest = new Manifest(new ByteArrayInputStream(bytes));
    manifest.getEntries().clear();
    return manifest;
  }

  /// @return null when it is none of this jar's
  private InputStream classOf(ClassDesc type) {
    String name = type.descriptorString();
    ZipEntry entry = from.getEntry(name.substring(1, name.length() - 1) + ".class");
    try {
      return entry == null ? null : from.getInputStream(entry);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
