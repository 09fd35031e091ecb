package dev.gatehouse.cli.fidelity;

import dev.gatehouse.fidelity.Shows;
import java.io.IOException;
import java.lang.classfile.Annotation;
import java.lang.classfile.AnnotationValue;
import java.lang.classfile.AttributedElement;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.constant.ClassDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a test says that it shows, read from the compiled tests of a module.
///
/// @param source the test's file, from the project's root
/// @param test `JwtAuthorizerTest.expiredTokenIsUnauthorized`, or the class alone
/// @param runs whether it is a test that the build runs
record Shown(String behaviour, Path source, String test, boolean runs) {
  private static final ClassDesc SHOWS = desc(Shows.class);
  private static final ClassDesc SEVERAL = desc(Shows.Several.class);
  private static final Set<String> TESTS =
      Set.of("Test", "ParameterizedTest", "RepeatedTest", "TestFactory", "Property", "FuzzTest");
  private static final Pattern MODULE = Pattern.compile("<module>(.+?)</module>");

  /// The tests of all modules of the project. A module must have been compiled.
  static List<Shown> in(Path root) throws IOException {
    var all = new ArrayList<Shown>();
    String pom = Files.readString(root.resolve("pom.xml"));
    for (String module : MODULE.matcher(pom).results().map(r -> r.group(1)).toList()) {
      Path sources = Path.of(module, "src", "test", "java");
      if (Files.isDirectory(root.resolve(sources))) {
        Path classes = root.resolve(module).resolve("target").resolve("test-classes");
        all.addAll(in(root, sources, classes));
      }
    }
    return all;
  }

  private static List<Shown> in(Path root, Path sources, Path classes) throws IOException {
    if (!Files.isDirectory(classes)) {
      throw new IOException(classes + " is missing: build with -am, so that all tests are there");
    }
    var found = new ArrayList<Shown>();
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).sorted().toList()) {
        String name = classes.relativize(file).toString();
        Path source = sources.resolve(name.replaceFirst("(\\$.*)?\\.class$", ".java"));
        // A class whose source is gone was left behind by an earlier build.
        if (Files.exists(root.resolve(source))) {
          in(ClassFile.of().parse(file), source, found);
        }
      }
    }
    return found;
  }

  private static void in(ClassModel type, Path source, List<Shown> found) {
    String name = type.thisClass().asInternalName();
    String simple = name.substring(name.lastIndexOf('/') + 1).replace('$', '.');
    boolean enabled = annotations(type).noneMatch(a -> named(a, "Disabled"));
    behaviours(type).forEach(id -> found.add(new Shown(id, source, simple, enabled)));
    for (var method : type.methods()) {
      boolean runs =
          enabled
              && annotations(method).anyMatch(a -> TESTS.stream().anyMatch(t -> named(a, t)))
              && annotations(method).noneMatch(a -> named(a, "Disabled"));
      String test = simple + '.' + method.methodName().stringValue();
      behaviours(method).forEach(id -> found.add(new Shown(id, source, test, runs)));
    }
  }

  private static Stream<String> behaviours(AttributedElement element) {
    return annotations(element)
        .flatMap(annotation -> {
          if (annotation.classSymbol().equals(SHOWS)) {
            return Stream.of(annotation);
          }
          return annotation.classSymbol().equals(SEVERAL) ? several(annotation) : Stream.of();
        })
        .map(shows -> ((AnnotationValue.OfString) value(shows)).stringValue());
  }

  private static Stream<Annotation> several(Annotation container) {
    return ((AnnotationValue.OfArray) value(container))
        .values().stream().map(one -> ((AnnotationValue.OfAnnotation) one).annotation());
  }

  private static AnnotationValue value(Annotation annotation) {
    return annotation.elements().getFirst().value();
  }

  private static Stream<Annotation> annotations(AttributedElement element) {
    return element.findAttribute(Attributes.runtimeVisibleAnnotations()).stream()
        .flatMap(attribute -> attribute.annotations().stream());
  }

  private static boolean named(Annotation annotation, String simpleName) {
    return annotation.classSymbol().displayName().equals(simpleName);
  }

  private static ClassDesc desc(Class<?> type) {
    return type.describeConstable().orElseThrow();
  }
}
