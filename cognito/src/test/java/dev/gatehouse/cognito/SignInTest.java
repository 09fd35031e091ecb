package dev.gatehouse.cognito;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import dev.gatehouse.aws.Secret;
import dev.gatehouse.cognito.UserDirectory.NewUser;
import dev.gatehouse.fidelity.Shows;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class SignInTest {
  private static final String CLIENT = "public0000000000000000000d";
  private static final String SECRET_CLIENT = "secret0000000000000000000d";
  private static final String OTHER_CLIENT = "other00000000000000000000d";
  private static final Secret PASSWORD = new Secret("Str0ng-Passw0rd");
  private static final Secret OTHER = new Secret("0ther-Passw0rd");

  private static final class Kept implements UserStore {
    private final Map<String, byte[]> all = new TreeMap<>();

    @Override
    public void put(String name, byte[] content) {
      all.put(name, content);
    }

    @Override
    public void remove(String name) {
      all.remove(name);
    }

    @Override
    public List<byte[]> all() {
      return new ArrayList<>(all.values());
    }
  }

  private Instant now = TestUserPools.NOW;
  private UserDirectory users;
  private SignIn signIn;

  @BeforeEach
  void open() {
    var rules =
        UserRules.of(
            PasswordPolicy.DEFAULT,
            Set.of(),
            Set.of(),
            true,
            List.of(new UserAttribute("email", UserAttribute.Type.STRING, true, true, 0, 2048)));
    users = UserDirectory.open(rules, new Kept(), () -> now, new SecureRandom(), 1000);
    var pool =
        new UserPoolConfig(
            "Pool",
            TestUserPools.POOL_ID,
            "pool",
            TestUserPools.ISSUER,
            List.of(),
            List.of(
                client(CLIENT, new ClientType.Public(), Set.of("ALLOW_ADMIN_USER_PASSWORD_AUTH")),
                client(
                    SECRET_CLIENT,
                    new ClientType.Confidential(new Secret(TestUserPools.M2M_SECRET)),
                    Set.of("ADMIN_NO_SRP_AUTH")),
                client(OTHER_CLIENT, new ClientType.Public(), AppClient.SIGN_IN)),
            List.of(),
            rules);
    signIn =
        new SignIn(
            pool,
            users,
            TestUserPools.KEYS,
            Clock.fixed(TestUserPools.NOW, ZoneOffset.UTC),
            TestUserPools.countingIds());
  }

  private static AppClient client(String id, ClientType type, Set<String> flows) {
    return new AppClient(id, id, "client", type, OAuthSettings.NONE, TokenValidity.DEFAULT, flows);
  }

  private void jane(boolean permanent) {
    users.create(
        new NewUser("jane", Map.of("email", "j@example.com", "email_verified", "true"), null));
    users.setPassword("jane", PASSWORD, permanent);
  }

  private SignIn.Result enter(Secret password) {
    return signIn.initiate(CLIENT, "jane", password, null);
  }

  private SignIn.Result.Tokens tokens() {
    assertThat(enter(PASSWORD)).isInstanceOf(SignIn.Result.Tokens.class);
    return (SignIn.Result.Tokens) enter(PASSWORD);
  }

  private SignIn.Result.NewPasswordRequired challenge() {
    assertThat(enter(PASSWORD)).isInstanceOf(SignIn.Result.NewPasswordRequired.class);
    return (SignIn.Result.NewPasswordRequired) enter(PASSWORD);
  }

  private static void refused(String code, String message, ThrowingCallable call) {
    assertThatExceptionOfType(UserFault.class)
        .isThrownBy(call)
        .satisfies(fault -> assertThat(fault.code()).isEqualTo(code))
        .withMessage(message);
  }

  private static void notAuthorized(String message, ThrowingCallable call) {
    refused("NotAuthorizedException", message, call);
  }

  private SignIn.Result withHash(@Nullable String hash) {
    return signIn.initiate(SECRET_CLIENT, "jane", PASSWORD, hash);
  }

  @Test
  @Shows("cognito.users.access-token")
  void accessTokenHasTheUsersClaims() throws Exception {
    jane(true);
    users.create("staff", null, "arn:aws:iam::000000000000:role/staff", 2);
    users.create("board", null, "arn:aws:iam::000000000000:role/board", 1);
    users.join("jane", "staff");
    users.join("jane", "board");

    var token = SignedJWT.parse(tokens().access());

    assertThat(token.verify(new RSASSAVerifier(TestUserPools.KEYS.accessKey()))).isTrue();
    assertThat(token.getPayload().toJSONObject())
        .containsOnlyKeys(
            "sub",
            "cognito:groups",
            "iss",
            "client_id",
            "origin_jti",
            "event_id",
            "token_use",
            "scope",
            "auth_time",
            "exp",
            "iat",
            "jti",
            "username")
        .containsEntry("sub", users.get("jane").sub())
        .containsEntry("cognito:groups", List.of("board", "staff"))
        .containsEntry("client_id", CLIENT)
        .containsEntry("token_use", "access")
        .containsEntry("scope", "aws.cognito.signin.user.admin")
        .containsEntry("username", "jane");
  }

  @Test
  @Shows("cognito.users.id-token")
  void idTokenHasTheAttributesAndTheRoles() throws Exception {
    jane(true);
    users.create("staff", null, "arn:aws:iam::000000000000:role/staff", 2);
    users.create("board", null, "arn:aws:iam::000000000000:role/board", 1);
    users.join("jane", "staff");
    users.join("jane", "board");

    var token = SignedJWT.parse(tokens().id());

    assertThat(token.verify(new RSASSAVerifier(TestUserPools.KEYS.idKey()))).isTrue();
    assertThat(token.getPayload().toJSONObject())
        .containsEntry("aud", CLIENT)
        .containsEntry("token_use", "id")
        .containsEntry("cognito:username", "jane")
        .containsEntry("email", "j@example.com")
        .containsEntry("email_verified", true)
        .containsEntry("cognito:preferred_role", "arn:aws:iam::000000000000:role/board")
        .doesNotContainKeys("client_id", "scope");
  }

  @Test
  void userWithoutGroupsHasNoGroupsClaim() throws Exception {
    jane(true);
    assertThat(SignedJWT.parse(tokens().access()).getPayload().toJSONObject())
        .doesNotContainKeys("cognito:groups");
  }

  @Test
  @Shows("cognito.users.refusals")
  void wrongPasswordUnknownUserAndOneWithoutAPasswordAreRefusedAlike() {
    jane(true);
    users.create(new NewUser("john", Map.of(), null));
    notAuthorized("Incorrect username or password.", () -> enter(OTHER));
    for (String name : List.of("john", "nobody")) {
      notAuthorized(
          "Incorrect username or password.", () -> signIn.initiate(CLIENT, name, PASSWORD, null));
    }
    users.enable("jane", false);
    notAuthorized("User is disabled.", () -> enter(PASSWORD));
    notAuthorized("Incorrect username or password.", () -> enter(OTHER));
    users.enable("jane", true);
    tokens();
  }

  @Test
  @Shows("cognito.users.flow")
  void clientWithoutTheFlowIsRefused() {
    jane(true);
    refused(
        "InvalidParameterException",
        "Auth flow not enabled for this client",
        () -> signIn.initiate(OTHER_CLIENT, "jane", PASSWORD, null));
    refused(
        "ResourceNotFoundException",
        "User pool client nobody does not exist.",
        () -> signIn.initiate("nobody", "jane", PASSWORD, null));
  }

  @Test
  @Shows("cognito.users.secret-hash")
  void clientWithASecretNeedsItsHash() {
    jane(true);
    assertThat(withHash("Ae2FlzSQYuwOgn4hMUxuoH+ZBVu41X1k5szh4PB/gFU="))
        .isInstanceOf(SignIn.Result.Tokens.class);
    notAuthorized(
        "Client " + SECRET_CLIENT + " is configured with secret but SECRET_HASH was not received",
        () -> withHash(null));
    notAuthorized(
        "Unable to verify secret hash for client " + SECRET_CLIENT, () -> withHash("bm9uZQ=="));
    notAuthorized(
        "Unable to verify secret hash for client " + CLIENT,
        () -> signIn.initiate(CLIENT, "jane", PASSWORD, "bm9uZQ=="));
  }

  @Test
  @Shows("cognito.users.new-password")
  void temporaryPasswordIsGoodForANewOneOnly() {
    jane(false);
    var challenge = challenge();
    refused(
        "InvalidPasswordException",
        "Password did not conform with policy: Password not long enough",
        () -> answer(challenge.session(), new Secret("Sh0r-t")));

    assertThat(answer(challenge.session(), OTHER)).isInstanceOf(SignIn.Result.Tokens.class);

    assertThat(enter(OTHER)).isInstanceOf(SignIn.Result.Tokens.class);
    notAuthorized("Incorrect username or password.", () -> enter(PASSWORD));
    notAuthorized("Invalid session for the user.", () -> answer(challenge.session(), PASSWORD));
  }

  private SignIn.Result answer(String session, Secret password) {
    return signIn.answer(CLIENT, session, "jane", password, Map.of(), null);
  }

  @Test
  void sessionIsOfOneUserAndClientAndEndsWithTimeOrAnotherPassword() {
    jane(false);
    users.create(new NewUser("john", Map.of("email", "x@example.com"), PASSWORD));
    String session = challenge().session();
    String bad = "Invalid session for the user.";
    notAuthorized(bad, () -> signIn.answer(CLIENT, session, "john", OTHER, Map.of(), null));
    notAuthorized(bad, () -> signIn.answer(OTHER_CLIENT, session, "jane", OTHER, Map.of(), null));
    notAuthorized(bad, () -> answer("made-up-made-up-made-up", OTHER));
    now = now.plus(Duration.ofMinutes(4));
    notAuthorized(bad, () -> answer(session, OTHER));

    String second = challenge().session();
    users.setPassword("jane", OTHER, false);
    notAuthorized(bad, () -> answer(second, PASSWORD));
  }

  @Test
  void disabledUserDoesNotGetANewPassword() {
    jane(false);
    String session = challenge().session();
    users.enable("jane", false);
    notAuthorized("User is disabled.", () -> answer(session, OTHER));
  }

  @Test
  @Shows("cognito.users.lockout")
  void fiveWrongPasswordsLockTheUserOutForTwiceAsLongEachTime() {
    jane(true);
    String wrong = "Incorrect username or password.";
    String locked = "Password attempts exceeded";
    for (int i = 0; i < 5; i++) {
      notAuthorized(wrong, () -> enter(OTHER));
    }
    notAuthorized(locked, () -> enter(PASSWORD));
    now = now.plusSeconds(1);
    notAuthorized(wrong, () -> enter(OTHER));
    now = now.plusSeconds(1);
    notAuthorized(locked, () -> enter(PASSWORD));
    now = now.plusSeconds(1);
    tokens();
    notAuthorized(wrong, () -> enter(OTHER));
    tokens();
  }

  @Test
  @Shows("cognito.users.lockout")
  void guessesAtOnceLearnNoMoreThanGuessesInTurn() {
    jane(true);
    Callable<String> guess =
        () -> {
          try {
            return enter(OTHER).toString();
          } catch (UserFault refused) {
            return refused.message();
          }
        };
    List<Future<String>> asked;
    try (var guessers = Executors.newVirtualThreadPerTaskExecutor()) {
      asked = Collections.nCopies(100, guess).stream().map(guessers::submit).toList();
    }
    var heard = asked.stream().map(Future::resultNow).toList();
    assertThat(Collections.frequency(heard, "Incorrect username or password.")).isEqualTo(5);
    assertThat(Collections.frequency(heard, "Password attempts exceeded")).isEqualTo(95);
  }

  @Test
  void temporaryPasswordExpires() {
    jane(false);
    now = now.plus(Duration.ofDays(7)).plusSeconds(1);
    notAuthorized(
        "Temporary password has expired and must be reset by an administrator.",
        () -> enter(PASSWORD));
  }

  @Test
  void requiredAttributesAreAskedForWithTheNewPassword() {
    users.create(new NewUser("jane", Map.of(), PASSWORD));
    var challenge = challenge();
    assertThat(challenge.required()).containsExactly("email");
    refused(
        "InvalidParameterException",
        "Attributes did not conform to the schema: email: The attribute is required\n",
        () -> answer(challenge.session(), OTHER));
    signIn.answer(
        CLIENT, challenge.session(), "jane", OTHER, Map.of("email", "j@example.com"), null);
    assertThat(users.get("jane").attributes()).isEqualTo(Map.of("email", "j@example.com"));
  }
}
