package dev.gatehouse.host;

import dev.gatehouse.cloudformation.StackTemplate;
import java.util.List;

/// What should run.
///
/// @param stacks those first that others import from
/// @param edits what was made and changed through AWS's APIs
record Declared(List<StackTemplate> stacks, Edits edits) {
  Declared {
    stacks = List.copyOf(stacks);
  }

  List<String> names() {
    return stacks.stream().map(StackTemplate::name).toList();
  }
}
