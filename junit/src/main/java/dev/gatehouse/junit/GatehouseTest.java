package dev.gatehouse.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/// Starts a stack before the first test of the class, and stops it after the last. Tests,
/// constructors and lifecycle methods may ask for it with a parameter of the type [Gatehouse].
///
/// Each class has a stack of its own, with ports of its own and nothing kept on disk, so that
/// classes may run at the same time. What a test puts into a table is there for the next one of its
/// class; the clock is set right after each test.
@Target({ElementType.TYPE, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@ExtendWith(GatehouseExtension.class)
public @interface GatehouseTest {
  /// What `gatehouse up` takes: a template file, a `cdk.out` folder, a CDK or SAM project. Relative
  /// to where the tests run, which is the module's folder under Maven and Gradle.
  String template() default ".";

  /// `NAME=VALUE` for the template's parameters.
  String[] parameters() default {};

  /// As [GatehouseBuilder#onlyDoors].
  boolean onlyDoors() default false;
}
