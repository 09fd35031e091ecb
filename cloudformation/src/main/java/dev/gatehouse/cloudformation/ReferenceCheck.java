package dev.gatehouse.cloudformation;

import dev.gatehouse.cloudformation.Expression.GetAtt;
import dev.gatehouse.cloudformation.Expression.ImportValue;
import dev.gatehouse.cloudformation.Expression.Literal;
import dev.gatehouse.cloudformation.Expression.Ref;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Holds the references that remain in a reduced value against what will exist.
final class ReferenceCheck {
  private final Map<String, ResourceFate> fates;
  private final Set<String> exports;
  private final Findings findings;

  ReferenceCheck(Map<String, ResourceFate> fates, Set<String> exports, Findings findings) {
    this.fates = fates;
    this.exports = exports;
    this.findings = findings;
  }

  /// The logical ids that the value needs to exist first.
  Set<String> dependencies(Expression value, PropertyPath at) {
    Set<String> dependencies = new LinkedHashSet<>();
    value.walk(
        at,
        (part, place) -> {
          switch (part) {
            case Ref(var logicalId) -> {
              dependencies.add(logicalId);
              exists(logicalId, place);
            }
            case GetAtt(var logicalId, Literal attribute) -> {
              dependencies.add(logicalId);
              exists(logicalId, place);
              has(logicalId, attribute.text(), place);
            }
            case ImportValue(Literal name) -> exported(name.text(), place);
            default -> {}
          }
        });
    return dependencies;
  }

  /// A resource the value refers to that is accepted and never created.
  Optional<String> ignoredReference(Expression value) {
    Optional<String> own =
        switch (value) {
          case Ref(var logicalId) -> Optional.of(logicalId);
          case GetAtt(var logicalId, _) -> Optional.of(logicalId);
          default -> Optional.empty();
        };
    return own.filter(logicalId -> fates.get(logicalId) instanceof ResourceFate.Ignored)
        .or(() -> value.parts().flatMap(part -> ignoredReference(part).stream()).findFirst());
  }

  private void exists(String logicalId, PropertyPath at) {
    switch (fates.get(logicalId)) {
      case ResourceFate.Absent(var condition) ->
          findings.fault(
              at,
              "%s: its condition %s is false"
                  .formatted(ExpressionReader.unresolved(logicalId, at, Set.of()), condition));
      case ResourceFate.Ignored(var type) ->
          findings.fault(
              at,
              "%s is never created (%s is accepted and ignored), so it has no value to refer to"
                  .formatted(logicalId, OneLine.quote(type)));
      case ResourceFate.Created _, ResourceFate.LeftOut _, ResourceFate.Faulty _ -> {}
      case null -> {}
    }
  }

  private void has(String logicalId, String attribute, PropertyPath at) {
    if (fates.get(logicalId) instanceof ResourceFate.Created(_, var type)
        && !type.attributes().contains(attribute)) {
      findings.fault(
          at,
          "Resource type %s does not support attribute {%s}%s"
              .formatted(
                  type.name(),
                  OneLine.quote(attribute),
                  NearestName.hint(attribute, type.attributes())));
    }
  }

  private void exported(String name, PropertyPath at) {
    if (!exports.contains(name)) {
      findings.fault(
          at,
          "No export named %s found%s"
              .formatted(OneLine.quote(name), NearestName.hint(name, exports)));
    }
  }
}
