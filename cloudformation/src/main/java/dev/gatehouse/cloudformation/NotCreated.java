package dev.gatehouse.cloudformation;

import dev.gatehouse.cloudformation.Expression.GetAtt;
import dev.gatehouse.cloudformation.Expression.ImportValue;
import dev.gatehouse.cloudformation.Expression.Literal;
import dev.gatehouse.cloudformation.Expression.Ref;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/// The values of resources that are left out. They have an ARN's form, so that a policy may name
/// them beside others; as its partition says, nothing that AWS has is called so.
final class NotCreated {
  private static final String PREFIX = "arn:not-created:gatehouse:nowhere:nobody:";

  private NotCreated() {}

  static String ref(String logicalId) {
    return PREFIX + logicalId;
  }

  private static String attribute(String logicalId, String attribute) {
    return PREFIX + logicalId + "." + attribute;
  }

  /// Whether a value of this kind is in it.
  static boolean isIn(Expression value, PropertyPath at) {
    var found = new AtomicBoolean();
    value.walk(
        at,
        (part, _) -> {
          if (part instanceof Literal literal && literal.text().contains(PREFIX)) {
            found.set(true);
          }
        });
    return found.get();
  }

  /// As [References#OPEN], but for resources that are left out.
  ///
  /// @param fates read when a reference is
  static References among(Map<String, ResourceFate> fates) {
    return new References() {
      @Override
      public Expression ref(Ref ref) {
        return isLeftOut(ref.logicalId()) ? Literals.text(NotCreated.ref(ref.logicalId())) : ref;
      }

      @Override
      public Expression attribute(GetAtt getAtt) {
        return isLeftOut(getAtt.logicalId()) && getAtt.attribute() instanceof Literal name
            ? Literals.text(NotCreated.attribute(getAtt.logicalId(), name.text()))
            : getAtt;
      }

      @Override
      public Expression imported(ImportValue value) {
        return value;
      }

      private boolean isLeftOut(String logicalId) {
        return fates.get(logicalId) instanceof ResourceFate.LeftOut;
      }
    };
  }
}
