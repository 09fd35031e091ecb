package dev.gatehouse.junit;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/// Starts and closes the stack of a test class, and hands it to whoever asks. [GatehouseTest]
/// registers it; a static field with `@RegisterExtension` takes one from [GatehouseBuilder].
public final class GatehouseExtension
    implements BeforeAllCallback, AfterEachCallback, ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(GatehouseExtension.class);

  private final @Nullable GatehouseBuilder given;

  /// For JUnit: the class says with [GatehouseTest] what to start.
  GatehouseExtension() {
    this.given = null;
  }

  GatehouseExtension(GatehouseBuilder given) {
    this.given = given;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    gatehouse(context);
  }

  /// A test that moved the clock leaves the next one in the present.
  @Override
  public void afterEach(ExtensionContext context) {
    gatehouse(context).clock().reset();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Gatehouse.class;
  }

  @Override
  public Gatehouse resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return gatehouse(context);
  }

  /// A nested class finds its outer class's. The store closes it.
  private Gatehouse gatehouse(ExtensionContext context) {
    GatehouseBuilder wanted = given != null ? given : declared(context);
    return context
        .getStore(NAMESPACE)
        .computeIfAbsent(wanted, GatehouseBuilder::start, Gatehouse.class);
  }

  private static GatehouseBuilder declared(ExtensionContext context) {
    Optional<Class<?>> type = context.getTestClass();
    while (type.isPresent()) {
      var found = AnnotationSupport.findAnnotation(type, GatehouseTest.class);
      if (found.isPresent()) {
        return GatehouseBuilder.of(found.get());
      }
      type = type.map(Class::getEnclosingClass);
    }
    throw new ExtensionConfigurationException(
        "which stack? Annotate the class with @GatehouseTest, or register the extension in a static"
            + " field: @RegisterExtension static final GatehouseExtension STACK ="
            + " Gatehouse.of(\"template.yaml\").extension()");
  }
}
