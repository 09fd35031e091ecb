package dev.gatehouse.cloudformation;

import dev.gatehouse.aws.AccountId;
import dev.gatehouse.aws.Region;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a stack finds around it: the pseudo parameters' values, and what it may look up.
///
/// @param ssmParameters values for parameters of type `AWS::SSM::Parameter::Value<…>`, by name
/// @param exports names that other stacks export, for `Fn::ImportValue`
public record Environment(
    Region region,
    AccountId account,
    String stackName,
    String stackId,
    List<String> notificationArns,
    Map<String, String> ssmParameters,
    Set<String> exports) {

  public Environment {
    notificationArns = List.copyOf(notificationArns);
    ssmParameters = Map.copyOf(ssmParameters);
    exports = Set.copyOf(exports);
  }

  public static Environment of(Region region, AccountId account, String stackName, String stackId) {
    return new Environment(region, account, stackName, stackId, List.of(), Map.of(), Set.of());
  }

  public Environment withSsmParameters(Map<String, String> values) {
    return new Environment(region, account, stackName, stackId, notificationArns, values, exports);
  }

  public Environment withExports(Set<String> names) {
    return new Environment(
        region, account, stackName, stackId, notificationArns, ssmParameters, names);
  }

  public String partition() {
    if (region.code().startsWith("cn-")) {
      return "aws-cn";
    }
    return region.code().startsWith("us-gov-") ? "aws-us-gov" : "aws";
  }

  public String urlSuffix() {
    return region.code().startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
  }

  Map<String, Expression> pseudoParameters() {
    Map<String, Expression> values = new LinkedHashMap<>();
    values.put("AWS::AccountId", Literals.text(account.digits()));
    values.put("AWS::Partition", Literals.text(partition()));
    values.put("AWS::Region", Literals.text(region.code()));
    values.put("AWS::StackId", Literals.text(stackId));
    values.put("AWS::StackName", Literals.text(stackName));
    values.put("AWS::URLSuffix", Literals.text(urlSuffix()));
    values.put("AWS::NotificationARNs", Literals.texts(notificationArns));
    return values;
  }
}
