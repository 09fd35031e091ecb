package dev.gatehouse.host;

import dev.gatehouse.cloudformation.StackTemplate;
import dev.gatehouse.cloudformation.TemplateException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/// A stack's template as plain CloudFormation. Nothing is started for it, and no state is touched.
///
/// @param stack the stack's name
/// @param template no intrinsic function is resolved
public record ExpandedTemplate(String stack, ObjectNode template) {
  /// Of all the stacks that `up` would run, in its order.
  ///
  /// @param path what `up` takes
  /// @param parameters values given for the templates' parameters
  /// @param progress told when a CDK project is synthesized, one line at a time
  /// @throws TemplateFaultsException with everything that keeps them from being expanded
  /// @throws StartupException when there is nothing that could be read
  public static List<ExpandedTemplate> of(
      Path path, Map<String, String> parameters, Consumer<String> progress) {
    Source source = Source.at(path);
    try {
      var expanded = new ArrayList<ExpandedTemplate>();
      for (StackTemplate stack : source.stacks(Host.REGION, Host.ACCOUNT, progress)) {
        expanded.add(new ExpandedTemplate(stack.name(), stack.expanded(parameters)));
      }
      return expanded;
    } catch (TemplateException e) {
      throw TemplateFaultsException.of(source.path(), e.faults());
    }
  }
}
