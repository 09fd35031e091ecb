package dev.gatehouse.iam;

import dev.gatehouse.aws.Json;
import dev.gatehouse.iam.PolicyDocument.Kind;
import dev.gatehouse.iam.PolicyDocument.Reading;
import java.util.List;
import tools.jackson.core.JacksonException;

/// A session policy as AssumeRole takes it: text that a guest wrote.
final class SessionDocument {
  private SessionDocument() {}

  static Reading read(String text) {
    try {
      return PolicyDocument.parse(Json.STRICT.readTree(text), Kind.IDENTITY);
    } catch (JacksonException notJson) {
      return new Reading.Faulty(List.of(new PolicyFault("$", "is not JSON")));
    }
  }
}
