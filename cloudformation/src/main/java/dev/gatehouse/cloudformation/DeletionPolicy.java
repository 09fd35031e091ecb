package dev.gatehouse.cloudformation;

import java.util.Optional;
import java.util.stream.Stream;

/// What becomes of a resource that leaves its template.
public enum DeletionPolicy {
  DELETE("Delete"),
  RETAIN("Retain"),
  RETAIN_EXCEPT_ON_CREATE("RetainExceptOnCreate"),
  SNAPSHOT("Snapshot");

  private final String word;

  DeletionPolicy(String word) {
    this.word = word;
  }

  static Optional<DeletionPolicy> of(String word) {
    return Stream.of(values()).filter(policy -> policy.word.equals(word)).findFirst();
  }
}
