package dev.gatehouse.host;

import dev.gatehouse.aws.Region;
import dev.gatehouse.cloudformation.CreatedStack;
import dev.gatehouse.cognito.Domain;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// The hosts that only AWS has, and what stands for them here.
final class LocalAddresses {
  private final Map<String, String> local = new LinkedHashMap<>();

  /// @param resources all of them created
  LocalAddresses(StackResources resources, StackContext stack) {
    for (var pool : resources.cognito.configs()) {
      for (var domain : pool.domains()) {
        local.put(
            "https://" + host(domain, stack.region()), stack.addresses().url(domain.logicalId()));
      }
      local.put(
          "https://cognito-idp." + stack.region() + ".amazonaws.com/" + pool.id(), pool.issuer());
    }
    for (var domain : resources.apis.domains()) {
      local.put("https://" + domain.name(), stack.addresses().url(domain.logicalId()));
    }
    for (var api : resources.apis.configs()) {
      local.put("https://" + api.identity().domainName(), stack.addresses().url(api.logicalId()));
    }
  }

  /// The name that a pool's domain has on AWS.
  static String host(Domain domain, Region region) {
    return switch (domain) {
      case Domain.Prefix(_, var prefix) -> prefix + ".auth." + region + ".amazoncognito.com";
      case Domain.Custom(_, var name) -> name.toLowerCase(Locale.ROOT);
    };
  }

  /// The templates' outputs, to be copied and used; of several stacks with the stack's name before
  /// them.
  Map<String, String> outputs(Map<String, CreatedStack> created) {
    var outputs = new LinkedHashMap<String, String>();
    created.forEach((stack, one) -> {
      String before = created.size() > 1 ? stack + "." : "";
      one.outputs().forEach((name, output) -> outputs.put(before + name, local(output.value())));
    });
    return outputs;
  }

  String local(String text) {
    for (var address : local.entrySet()) {
      text = text.replace(address.getKey(), address.getValue());
    }
    return text;
  }
}
