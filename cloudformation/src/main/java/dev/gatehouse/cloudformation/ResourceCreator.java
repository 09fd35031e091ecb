package dev.gatehouse.cloudformation;

/// Makes a resource real.
@FunctionalInterface
public interface ResourceCreator {
  /// What it throws ends the stack's creation and reaches the caller of [Plan#execute] unchanged;
  /// what was created before stays.
  CreatedResource create(ResolvedResource resource);
}
