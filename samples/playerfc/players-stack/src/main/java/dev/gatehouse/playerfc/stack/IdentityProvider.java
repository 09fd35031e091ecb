package dev.gatehouse.playerfc.stack;

import java.util.List;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.cognito.AuthFlow;
import software.amazon.awscdk.services.cognito.CognitoDomainOptions;
import software.amazon.awscdk.services.cognito.OAuthFlows;
import software.amazon.awscdk.services.cognito.OAuthScope;
import software.amazon.awscdk.services.cognito.OAuthSettings;
import software.amazon.awscdk.services.cognito.ResourceServerScope;
import software.amazon.awscdk.services.cognito.UserPool;
import software.amazon.awscdk.services.cognito.UserPoolClient;
import software.amazon.awscdk.services.cognito.UserPoolDomain;
import software.amazon.awscdk.services.cognito.UserPoolResourceServer;

/// The user pool as an OAuth 2.0 authorization server for machines: no user can sign in or sign up.
final class IdentityProvider {
  private static final String RESOURCE_SERVER = "playerfc-m2m-resource-server";
  private static final String SCOPE = "read_write";

  /// What a token must carry to pass any route.
  static final String FULL_ACCESS = RESOURCE_SERVER + "/" + SCOPE;

  private final UserPool pool;
  private final UserPoolClient client;
  private final UserPoolDomain domain;

  IdentityProvider(Stack stack, String domainPrefix) {
    // The pool holds no people, only the client: nothing is lost with it that a deploy cannot make.
    pool =
        UserPool.Builder.create(stack, "UserPool")
            .userPoolName("PlayerFCUserPool")
            .selfSignUpEnabled(false)
            .removalPolicy(RemovalPolicy.DESTROY)
            .build();
    domain =
        UserPoolDomain.Builder.create(stack, "UserPoolDomain")
            .userPool(pool)
            .cognitoDomain(CognitoDomainOptions.builder().domainPrefix(domainPrefix).build())
            .build();
    client = client(stack, pool);
  }

  private static UserPoolClient client(Stack stack, UserPool pool) {
    var readWrite =
        ResourceServerScope.Builder.create()
            .scopeName(SCOPE)
            .scopeDescription("Full access to the players")
            .build();
    var resourceServer =
        UserPoolResourceServer.Builder.create(stack, "ResourceServer")
            .userPool(pool)
            .identifier(RESOURCE_SERVER)
            .userPoolResourceServerName(RESOURCE_SERVER)
            .scopes(List.of(readWrite))
            .build();
    return UserPoolClient.Builder.create(stack, "M2MClient")
        .userPool(pool)
        .userPoolClientName("PlayerFC-M2M-Client")
        .generateSecret(true)
        // Said nothing, Cognito lets users sign in with this client.
        .authFlows(AuthFlow.builder().userPassword(false).build())
        .oAuth(
            OAuthSettings.builder()
                .flows(OAuthFlows.builder().clientCredentials(true).build())
                .scopes(List.of(OAuthScope.resourceServer(resourceServer, readWrite)))
                .build())
        .build();
  }

  UserPool pool() {
    return pool;
  }

  UserPoolClient client() {
    return client;
  }

  String tokenUrl() {
    return domain.baseUrl() + "/oauth2/token";
  }
}
