package dev.gatehouse.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.fidelity.Shows;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.Tag;

/// Tags of users and sessions, and a permissions boundary, as a template gives them: judged by
/// AWS's SDK (id_session-tags.html, access_policies_boundaries.html).
final class TagsConformanceTest {
  private static final String PAINTER = "arn:aws:iam::000000000000:role/painter";
  private static final String TEMPLATE =
      """
      Resources:
        Red: {Type: 'AWS::DynamoDB::Table', Properties: {TableName: red, BillingMode: PAY_PER_REQUEST,
          AttributeDefinitions: [{AttributeName: id, AttributeType: S}], KeySchema: [{AttributeName: id, KeyType: HASH}]}}
        Blue: {Type: 'AWS::DynamoDB::Table', Properties: {TableName: blue, BillingMode: PAY_PER_REQUEST,
          AttributeDefinitions: [{AttributeName: id, AttributeType: S}], KeySchema: [{AttributeName: id, KeyType: HASH}]}}
        OwnColour:
          Type: AWS::IAM::ManagedPolicy
          Properties:
            ManagedPolicyName: own-colour
            PolicyDocument:
              Version: '2012-10-17'
              Statement:
                - {Effect: Allow, Action: 'dynamodb:*', Resource: 'arn:aws:dynamodb:*:*:table/${aws:PrincipalTag/colour}'}
                - {Effect: Allow, Action: ['sts:AssumeRole', 'sts:TagSession'], Resource: '*'}
                - {Effect: Allow, Action: 'iam:GetUser', Resource: '*'}
        ScansOnly:
          Type: AWS::IAM::ManagedPolicy
          Properties:
            ManagedPolicyName: scans-only
            PolicyDocument: {Version: '2012-10-17', Statement: [{Effect: Allow, Action: 'dynamodb:Scan', Resource: '*'}]}
        Worker:
          Type: AWS::IAM::User
          Properties: {UserName: worker, Tags: [{Key: Colour, Value: red}], ManagedPolicyArns: [!Ref OwnColour]}
        WorkerKey: {Type: 'AWS::IAM::AccessKey', Properties: {UserName: !Ref Worker}}
        Bounded:
          Type: AWS::IAM::User
          Properties: {UserName: bounded, Tags: [{Key: colour, Value: red}], ManagedPolicyArns: [!Ref OwnColour],
            PermissionsBoundary: !Ref ScansOnly}
        BoundedKey: {Type: 'AWS::IAM::AccessKey', Properties: {UserName: !Ref Bounded}}
        Painter:
          Type: AWS::IAM::Role
          Properties:
            RoleName: painter
            ManagedPolicyArns: [!Ref OwnColour]
            AssumeRolePolicyDocument:
              Version: '2012-10-17'
              Statement:
                - {Effect: Allow, Principal: {AWS: !Sub 'arn:aws:iam::${AWS::AccountId}:root'}, Action: 'sts:AssumeRole'}
                - {Effect: Allow, Principal: {AWS: !Sub 'arn:aws:iam::${AWS::AccountId}:root'}, Action: 'sts:TagSession',
                   Condition: {StringEquals: {'aws:RequestTag/colour': [red, blue]}, 'ForAllValues:StringEquals': {'aws:TagKeys': [colour]}}}
      Outputs:
        WorkerKeyId: {Value: !Ref WorkerKey}
        WorkerSecret: {Value: !GetAtt WorkerKey.SecretAccessKey}
        BoundedKeyId: {Value: !Ref BoundedKey}
        BoundedSecret: {Value: !GetAtt BoundedKey.SecretAccessKey}
      """;

  @TempDir private static Path folder;
  private static Host host;

  @BeforeAll
  static void start() throws Exception {
    Path template = Files.writeString(folder.resolve("template.yaml"), TEMPLATE);
    host =
        Host.start(
            new HostConfig(template, folder.resolve("state"), 0, false, null, folder), line -> {});
  }

  @AfterAll
  static void stop() {
    host.close();
  }

  private static AwsCredentials key(String user) {
    Map<String, String> outputs = host.running().outputs();
    return AwsBasicCredentials.create(
        Objects.requireNonNull(outputs.get(user + "KeyId")),
        Objects.requireNonNull(outputs.get(user + "Secret")));
  }

  private static <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C> C client(
      B builder, AwsCredentials key) {
    return builder
        .endpointOverride(URI.create(host.running().environment().get("AWS_ENDPOINT_URL")))
        .region(Region.US_EAST_1)
        .credentialsProvider(StaticCredentialsProvider.create(key))
        .httpClient(Apache5HttpClient.create())
        .build();
  }

  private static int scan(AwsCredentials key, String table) {
    return client(DynamoDbClient.builder(), key).scan(scan -> scan.tableName(table)).count();
  }

  private static AwsCredentials painter(AwsCredentials caller, String... keysAndValues) {
    var tags = new ArrayList<Tag>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      tags.add(Tag.builder().key(keysAndValues[i]).value(keysAndValues[i + 1]).build());
    }
    Credentials session =
        client(StsClient.builder(), caller)
            .assumeRole(request ->
                request
                    .roleArn(PAINTER)
                    .roleSessionName("shift")
                    .tags(tags)
                    .transitiveTagKeys(tags.stream().map(Tag::key).limit(1).toList()))
            .credentials();
    return AwsSessionCredentials.create(
        session.accessKeyId(), session.secretAccessKey(), session.sessionToken());
  }

  private static void assertRefused(ThrowingCallable call, String code, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            AwsServiceException.class,
            refused -> {
              assertThat(refused.awsErrorDetails().errorMessage()).isEqualTo(message);
              assertThat(refused.awsErrorDetails().errorCode()).isEqualTo(code);
            });
  }

  @Test
  @Shows("iam.conditions.principal-tags")
  void usersTagOpensItsOwnTableOnly() {
    assertThat(scan(key("Worker"), "red")).isZero();
    assertRefused(
        () -> scan(key("Worker"), "blue"),
        "AccessDeniedException",
        "User: arn:aws:iam::000000000000:user/worker is not authorized to perform: dynamodb:Scan on"
            + " resource: arn:aws:dynamodb:us-east-1:000000000000:table/blue because no"
            + " identity-based policy allows the dynamodb:Scan action");
  }

  @Test
  @Shows("iam.sts.session-tags")
  void sessionsTagOpensItsOwnTableOnly() {
    assertThat(scan(painter(key("Worker"), "colour", "blue"), "blue")).isZero();
    assertRefused(
        () -> scan(painter(key("Worker"), "colour", "blue"), "red"),
        "AccessDeniedException",
        "User: arn:aws:sts::000000000000:assumed-role/painter/shift is not authorized to perform:"
            + " dynamodb:Scan on resource: arn:aws:dynamodb:us-east-1:000000000000:table/red because"
            + " no identity-based policy allows the dynamodb:Scan action");
  }

  @Test
  void sessionWithoutTagsOpensNone() {
    var session = painter(key("Worker"));
    assertThatThrownBy(() -> scan(session, "red")).isInstanceOf(AwsServiceException.class);
  }

  @Test
  @Shows("iam.sts.session-tags")
  void tagsThatTheTrustPolicyDoesNotAllowAreRefused() {
    String refused =
        "User: arn:aws:iam::000000000000:user/worker is not authorized to perform: sts:TagSession"
            + " on resource: "
            + PAINTER;
    assertRefused(() -> painter(key("Worker"), "colour", "green"), "AccessDenied", refused);
    assertRefused(
        () -> painter(key("Worker"), "colour", "red", "more", "x"), "AccessDenied", refused);
  }

  @Test
  @Shows("iam.sts.transitive-tags")
  void transitiveTagGoesOnAndCannotBeChanged() {
    var first = painter(key("Worker"), "colour", "blue");
    var second = painter(first);
    assertThat(scan(second, "blue")).isZero();
    assertRefused(
        () -> painter(first, "colour", "red"),
        "InvalidParameterValue",
        "One of the specified transitive tag keys can't be set because it conflicts with a"
            + " transitive tag key from the calling session.");
  }

  @Test
  void tagsThatNobodyCanHaveAreRefused() {
    assertThatThrownBy(() -> painter(key("Worker"), "aws:colour", "red"))
        .isInstanceOfSatisfying(
            AwsServiceException.class, refused -> assertThat(refused.statusCode()).isEqualTo(400));
    assertThatThrownBy(() -> painter(key("Worker"), "colour", "red", "COLOUR", "blue"))
        .isInstanceOfSatisfying(
            AwsServiceException.class, refused -> assertThat(refused.statusCode()).isEqualTo(400));
  }

  @Test
  @Shows("iam.evaluation.boundary")
  @Shows("iam.messages.boundary")
  void boundaryLimitsWhatPoliciesAllow() {
    assertThat(scan(key("Bounded"), "red")).isZero();
    var bounded = client(DynamoDbClient.builder(), key("Bounded"));
    assertRefused(
        () -> bounded.describeTable(table -> table.tableName("red")),
        "AccessDeniedException",
        "User: arn:aws:iam::000000000000:user/bounded is not authorized to perform:"
            + " dynamodb:DescribeTable on resource:"
            + " arn:aws:dynamodb:us-east-1:000000000000:table/red because no permissions boundary"
            + " allows the dynamodb:DescribeTable action");
    assertThat(
            client(DynamoDbClient.builder(), key("Worker"))
                .describeTable(table -> table.tableName("red"))
                .table()
                .tableName())
        .isEqualTo("red");
  }

  @Test
  void tagsAreTold() {
    var user = client(IamClient.builder(), key("Worker")).getUser().user();
    assertThat(user.tags())
        .singleElement()
        .satisfies(tag -> {
          assertThat(tag.key()).isEqualTo("Colour");
          assertThat(tag.value()).isEqualTo("red");
        });
  }
}
