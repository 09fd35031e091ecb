package dev.gatehouse.host;

import dev.gatehouse.aws.AccessKey;
import dev.gatehouse.aws.AccountId;
import dev.gatehouse.aws.Principal;
import dev.gatehouse.http.Body;
import dev.gatehouse.http.HttpHeaders;
import dev.gatehouse.http.HttpRequest;
import dev.gatehouse.http.HttpResponse;
import java.util.List;

/// STS, as far as "who am I" (API_GetCallerIdentity): it needs no permission.
record SecurityTokenService(AccountId account) implements AwsService {
  @Override
  public String signingName() {
    return "sts";
  }

  @Override
  public Needed permissions(HttpRequest request) {
    String operation = AwsOperation.name(request);
    return operation.equals("sts:GetCallerIdentity")
        ? new Needed.These(List.of())
        : new Needed.Nothing(operation + " is not one that Gatehouse carries out");
  }

  @Override
  public HttpResponse answer(HttpRequest request, AccessKey caller, String requestId) {
    String body =
        """
        <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
          <GetCallerIdentityResult>
            <Arn>%s</Arn>
            <UserId>%s</UserId>
            <Account>%s</Account>
          </GetCallerIdentityResult>
          <ResponseMetadata>
            <RequestId>%s</RequestId>
          </ResponseMetadata>
        </GetCallerIdentityResponse>
        """
            .formatted(
                AwsProtocol.escaped(caller.principal().name()),
                AwsProtocol.escaped(userId(caller.principal())),
                account,
                requestId);
    return new HttpResponse(
        200,
        HttpHeaders.of("Content-Type", "text/xml", "x-amzn-RequestId", requestId),
        Body.of(body));
  }

  private String userId(Principal principal) {
    return switch (principal) {
      case Principal.User user -> user.userId();
      case Principal.RoleSession session -> session.roleId() + ":" + session.sessionName();
      case Principal.Root _, Principal.Service _, Principal.Anonymous _ -> account.digits();
    };
  }
}
