package dev.gatehouse.cloudformation;

import dev.gatehouse.cloudformation.Expression.GetAtt;
import dev.gatehouse.cloudformation.Expression.ImportValue;
import dev.gatehouse.cloudformation.Expression.Literal;
import dev.gatehouse.cloudformation.Expression.Ref;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// References while a stack is being created. The plan's order and checks leave nothing missing;
/// what is, is a bug of ours or of the creator.
record CreatedReferences(Map<String, CreatedResource> created, Map<String, String> exports)
    implements References {

  @Override
  public Expression ref(Ref ref) {
    return Literals.text(resource(ref.logicalId()).ref());
  }

  @Override
  public Expression attribute(GetAtt getAtt) {
    String attribute = ((Literal) getAtt.attribute()).text();
    return Literals.text(
        present(
            resource(getAtt.logicalId()).attributes().get(attribute),
            getAtt.logicalId() + "." + attribute));
  }

  @Override
  public Expression imported(ImportValue value) {
    String name = ((Literal) value.export()).text();
    return Literals.text(present(exports.get(name), "export " + name));
  }

  private CreatedResource resource(String logicalId) {
    return present(created.get(logicalId), logicalId);
  }

  private static <T> T present(@Nullable T value, String name) {
    if (value == null) {
      throw new IllegalStateException("used before it exists: " + name);
    }
    return value;
  }
}
