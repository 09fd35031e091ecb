package dev.gatehouse.fidelity;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Says that a test shows a behaviour listed in `docs/fidelity/`. On a class: all its tests
/// together show it. `docs/fidelity.md` is written from these; an id that no list knows fails the
/// build.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
@Repeatable(Shows.Several.class)
public @interface Shows {
  /// A behaviour's id, `list.section.row`: `httpapi.jwt.one-scope-is-enough`.
  String value();

  /// Where a test carries more than one; the compiler writes it.
  @Documented
  @Retention(RetentionPolicy.RUNTIME)
  @Target({ElementType.METHOD, ElementType.TYPE})
  @interface Several {
    Shows[] value();
  }
}
