package dev.gatehouse.lambda;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.aws.AccountId;
import dev.gatehouse.aws.Arn;
import dev.gatehouse.aws.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// An `AWS::Lambda::Url`.
///
/// @param urlId 32 lower-case letters and digits: the first label of the host name
/// @param functionArn with the alias if the URL is attached to one
/// @param cors null when the function answers preflights itself
/// @param logicalId the template's name for the URL
public record FunctionUrlConfig(
    String urlId,
    String functionArn,
    AuthType authType,
    InvokeMode invokeMode,
    @Nullable FunctionUrlCors cors,
    AccountId account,
    Region region,
    String logicalId) {
  private static final Pattern URL_ID = Pattern.compile("[a-z0-9]{32}");

  public enum AuthType {
    NONE,
    AWS_IAM
  }

  public enum InvokeMode {
    BUFFERED,
    RESPONSE_STREAM
  }

  public FunctionUrlConfig {
    requireNonNull(urlId, "urlId");
    requireNonNull(functionArn, "functionArn");
    requireNonNull(authType, "authType");
    requireNonNull(invokeMode, "invokeMode");
    requireNonNull(account, "account");
    requireNonNull(region, "region");
    requireNonNull(logicalId, "logicalId");
  }

  /// The name that AWS would serve it under.
  public String host() {
    return urlId + ".lambda-url." + region + ".on.aws";
  }

  /// Everything that keeps this URL from being served as it would be on AWS, each with its property
  /// path; empty when nothing does.
  public List<String> faults() {
    var faults = new ArrayList<String>();
    if (!URL_ID.matcher(urlId).matches()) {
      faults.add("url id: '" + urlId + "' is not 32 lower-case letters and digits");
    }
    targetFault(faults);
    if (cors != null) {
      faults.addAll(cors.faults());
    }
    return faults;
  }

  private void targetFault(List<String> faults) {
    String resource = Arn.parse(functionArn).map(Arn::resource).orElse("");
    String[] parts = resource.split(":", -1);
    if (!parts[0].equals("function") || parts.length < 2 || parts.length > 3) {
      faults.add("TargetFunctionArn: '" + functionArn + "' is not a function's ARN");
    } else if (parts.length == 3 && parts[2].matches("[0-9]*|\\$LATEST")) {
      faults.add("TargetFunctionArn: a URL belongs to a function or an alias, not to a version");
    }
  }
}
