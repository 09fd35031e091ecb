package dev.gatehouse.host;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.apigateway.ApiPorts;
import dev.gatehouse.apigateway.DomainConfig;
import dev.gatehouse.apigateway.DomainGate;
import dev.gatehouse.apigateway.HttpApi;
import dev.gatehouse.apigateway.HttpApiConfig;
import dev.gatehouse.apigateway.KeySource;
import dev.gatehouse.apigateway.OidcKeySource;
import dev.gatehouse.apigateway.TokenClient;
import dev.gatehouse.aws.AccessKey;
import dev.gatehouse.aws.Secret;
import dev.gatehouse.cloudformation.CreatedStack;
import dev.gatehouse.cloudformation.Notice;
import dev.gatehouse.cognito.AppClient;
import dev.gatehouse.cognito.ClientType;
import dev.gatehouse.cognito.Domain;
import dev.gatehouse.cognito.IssuerGate;
import dev.gatehouse.cognito.OAuthFlow;
import dev.gatehouse.cognito.SignIn;
import dev.gatehouse.cognito.SigningKeys;
import dev.gatehouse.cognito.UserDirectory;
import dev.gatehouse.cognito.UserPoolConfig;
import dev.gatehouse.cognito.UserPoolDomainGate;
import dev.gatehouse.door.Gate;
import dev.gatehouse.door.Lock;
import dev.gatehouse.dynamodb.Tables;
import dev.gatehouse.host.console.Console;
import dev.gatehouse.host.console.Premises;
import dev.gatehouse.host.console.Premises.Entrance;
import dev.gatehouse.host.console.Visits;
import dev.gatehouse.host.endpoint.AwsEndpoint;
import dev.gatehouse.host.endpoint.Changes;
import dev.gatehouse.host.endpoint.Inventory;
import dev.gatehouse.host.endpoint.Invocables;
import dev.gatehouse.host.endpoint.PoolUsers;
import dev.gatehouse.host.prove.Grounds;
import dev.gatehouse.iam.Credentials;
import dev.gatehouse.iam.IamConfig;
import dev.gatehouse.iam.Ids;
import dev.gatehouse.iam.Policies;
import dev.gatehouse.lambda.Alias;
import dev.gatehouse.lambda.EventQueue;
import dev.gatehouse.lambda.FunctionConfig;
import dev.gatehouse.lambda.FunctionShare;
import dev.gatehouse.lambda.FunctionUrl;
import dev.gatehouse.lambda.FunctionUrlConfig;
import dev.gatehouse.lambda.LambdaFunction;
import dev.gatehouse.lambda.LambdaSettings;
import dev.gatehouse.lambda.LogEvents;
import dev.gatehouse.lambda.Target;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The wiring: which service each resource becomes, what each service is given of the others, and
/// which gate stands at which address.
final class Services implements AutoCloseable {
  private static final int MAX_SESSIONS = 10_000;

  /// For the ids of requests, which are no secrets: many threads take from it at once.
  private static final RandomGenerator REQUEST_IDS = () -> ThreadLocalRandom.current().nextLong();

  private final Parts parts;
  private final Visitors visitors = new Visitors();
  private final StackResources resources;
  private final StackContext stack;
  private final IamConfig iam;
  private final Policies policies;
  private final Credentials credentials;
  private final FunctionRoles roles;
  private final Map<String, Target> functions = new LinkedHashMap<>();

  /// Gates with a port of their own, by the name of the resource that the port belongs to.
  private final SequencedMap<String, Gate> gates = new LinkedHashMap<>();

  private final Map<String, Gate> byHost = new HashMap<>();
  private final Map<String, Gate> issuers = new LinkedHashMap<>();
  private final Map<String, UserDirectory> users = new HashMap<>();
  private final Map<String, PoolUsers> poolUsers = new HashMap<>();
  private final Map<String, KeySource> poolKeys = new HashMap<>();
  private final Visits visits;
  private BaseGate base;
  private EventQueue events;

  // What makes a running thing what it is. Two deployments with the same share the thing.

  private record FunctionPart(FunctionConfig config, String code) {}

  private record SharePart(String functionArn, OptionalInt reserved) {}

  private record EventsPart() {}

  private record KeysPart(String poolId, Secret keys) {}

  private record PoolKeysPart(SigningKeys keys, List<TokenClient> clients) {}

  private record ForeignKeysPart(String issuer) {}

  private record LogPart(Path path) {}

  private record ApiPart(
      HttpApiConfig config,
      Policies policies,
      Map<String, Target> functions,
      Map<String, KeySource> poolKeys) {}

  /// Everything but the tables' items stands when this returns; no door is open yet.
  ///
  /// @param before what runs now and goes on running where it stays the same; null at the start
  Services(
      StackResources resources,
      StackContext stack,
      HostConfig config,
      StateFolder state,
      Optional<Tables> tables,
      Inventory inventory,
      Changes changes,
      @Nullable Services before,
      Visits visits,
      Clocks clocks) {
    this.resources = resources;
    this.stack = stack;
    this.visits = visits;
    this.parts = before == null ? Parts.first() : before.parts.next();

    iam = resources.iam.config(resources.lambda.resourcePolicies());
    if (before == null) {
      policies = new Policies(iam, clocks.doors());
      credentials =
          new Credentials(iam, policies, clocks.machine(), new Ids(stack.random()), MAX_SESSIONS);
      roles = new FunctionRoles(credentials);
    } else {
      boolean same = iam.equals(before.iam);
      policies = same ? before.policies : new Policies(iam, clocks.doors());
      credentials = same ? before.credentials : before.credentials.after(iam, policies);
      roles = before.roles;
    }
    try {
      resources
          .cognito
          .configs()
          .forEach(pool -> users.put(pool.id(), directory(pool, state, clocks.machine(), before)));
      build(config, state, clocks);
      events =
          parts.take(
              EventQueue.class,
              new EventsPart(),
              () -> EventQueue.over(new RecordFolder(state.path("events")), clocks.machine()));
      base =
          new BaseGate(
              byHost,
              issuers,
              AwsEndpoint.of(
                  tables,
                  inventory,
                  changes,
                  poolUsers,
                  credentials,
                  policies,
                  new Invocables(
                      functions,
                      events::accept,
                      name -> LogEvents.read(functionSettings(config, state).logs(), name)),
                  clocks.machine()));
    } catch (RuntimeException | Error e) {
      parts.close();
      throw e;
    }
  }

  private LambdaSettings functionSettings(HostConfig config, StateFolder state) {
    return LambdaSettings.under(
        state.root(), config.javaRuntime(), URI.create(stack.addresses().endpointUrl()));
  }

  private void build(HostConfig config, StateFolder state, Clocks clocks) {
    Clock clock = clocks.doors();
    resources.cognito.configs().forEach(pool -> addPool(pool, clock));
    addFunctions(functionSettings(config, state), clocks.machine());
    for (FunctionUrlConfig url : resources.lambda.urls()) {
      var gate =
          new FunctionUrl(
              url, credentials, policies, function(url.functionArn()), clock, UUID::randomUUID);
      gates.put(url.logicalId(), gate);
      byHost.put(url.host(), gate);
    }
    var apis = new HashMap<String, HttpApi>();
    for (HttpApiConfig api : resources.apis.configs()) {
      var gate =
          parts.take(
              HttpApi.class,
              new ApiPart(api, policies, Map.copyOf(functions), Map.copyOf(poolKeys)),
              () -> api(api, state, clock));
      gates.put(api.logicalId(), gate);
      apis.put(api.identity().apiId(), gate);
      byHost.put(api.identity().domainName().toLowerCase(Locale.ROOT), gate);
    }
    for (DomainConfig domain : resources.apis.domains()) {
      var gate = new DomainGate(domain, apis, clock, REQUEST_IDS);
      gates.put(domain.logicalId(), gate);
      byHost.put(domain.name(), gate);
    }
  }

  private HttpApi api(HttpApiConfig api, StateFolder state, Clock clock) {
    var ports =
        new ApiPorts(
            integration -> invoked(integration.functionArn(), integration.credentialsArn()),
            authorizer -> invoked(authorizer.functionArn(), authorizer.credentialsArn()),
            issuer -> keys(issuer, clock),
            stage -> accessLog(state.path("logs/access-" + fileName(stage.logicalId()) + ".log")),
            credentials,
            policies,
            new AuthorizerPolicies(stack.account(), clock));
    return new HttpApi(api, ports, clock, REQUEST_IDS);
  }

  /// @param roleArn who invokes the function; null for API Gateway itself
  private LambdaIntegration invoked(String functionArn, @Nullable String roleArn) {
    return new LambdaIntegration(
        functionArn, functions, GatewayIdentity.of(roleArn, credentials, policies), policies);
  }

  private AccessLogFile accessLog(Path path) {
    return parts.take(AccessLogFile.class, new LogPart(path), () -> AccessLogFile.open(path));
  }

  private static String fileName(String resource) {
    return resource.replace('/', '-');
  }

  /// By every ARN that they can be invoked by.
  private void addFunctions(LambdaSettings settings, Clock clock) {
    FunctionVersions published = resources.lambda.versions();
    for (FunctionConfig function : resources.lambda.functions()) {
      var share =
          parts.take(
              FunctionShare.class,
              new SharePart(function.arn(), function.reservedConcurrency()),
              () -> FunctionShare.of(function, settings, visits));
      var versions = new HashMap<String, LambdaFunction>();
      versions.put(FunctionConfig.LATEST, version(function, share, settings, clock));
      for (FunctionConfig version : published.versions()) {
        if (version.arn().equals(function.arn())) {
          versions.put(version.version(), version(version, share, settings, clock));
        }
      }
      versions.forEach((number, version) -> functions.put(function.arn() + ":" + number, version));
      functions.put(function.arn(), function(function.arn() + ":" + FunctionConfig.LATEST));
      for (var alias : published.aliases()) {
        if (alias.function().arn().equals(function.arn())) {
          functions.put(alias.arn(), alias(alias, versions));
        }
      }
    }
  }

  private LambdaFunction version(
      FunctionConfig config, FunctionShare share, LambdaSettings settings, Clock clock) {
    return parts.take(
        LambdaFunction.class,
        new FunctionPart(config, config.codeIdentity()),
        () -> LambdaFunction.open(config, share, settings, roles, clock, stack.random()));
  }

  private Alias alias(FunctionVersions.AliasConfig alias, Map<String, LambdaFunction> versions) {
    String other = alias.other();
    return new Alias(
        requireNonNull(versions.get(alias.version()), "checked before"),
        other == null ? null : versions.get(other),
        alias.weight(),
        stack.random());
  }

  private void addPool(UserPoolConfig pool, Clock clock) {
    SigningKeys keys =
        parts.take(
            SigningKeys.class,
            new KeysPart(pool.id(), resources.cognito.exportedKeys(pool)),
            () -> resources.cognito.keys(pool));
    String domainUrl = null;
    for (Domain domain : pool.domains()) {
      var gate = new UserPoolDomainGate(pool, domain, keys, clock, UUID::randomUUID);
      gates.put(domain.logicalId(), gate);
      byHost.put(LocalAddresses.host(domain, stack.region()), gate);
      domainUrl = stack.addresses().url(domain.logicalId());
    }
    issuers.put(pool.id(), new IssuerGate(pool, domainUrl, keys, UUID::randomUUID));
    UserDirectory directory = requireNonNull(users.get(pool.id()), "opened before");
    poolUsers.put(
        pool.id(),
        new PoolUsers(directory, new SignIn(pool, directory, keys, clock, UUID::randomUUID)));
    List<TokenClient> clients = tokenClients(pool);
    poolKeys.put(
        pool.issuer(),
        parts.take(
            PoolKeySource.class,
            new PoolKeysPart(keys, clients),
            () -> new PoolKeySource(keys.publicKeys(), clients)));
  }

  private UserDirectory directory(
      UserPoolConfig pool, StateFolder state, Clock clock, @Nullable Services before) {
    UserDirectory same = before == null ? null : before.users.get(pool.id());
    return same != null
        ? same.under(pool.users())
        : UserDirectory.open(
            pool.users(),
            new RecordFolder(state.path(StateFolder.users(pool.id()))),
            clock,
            stack.random());
  }

  private static List<TokenClient> tokenClients(UserPoolConfig pool) {
    return pool.clients().stream()
        .map(client -> new TokenClient(client.id(), client.name(), client.oauth().scopes()))
        .toList();
  }

  private Target function(String arn) {
    Target function = functions.get(arn);
    if (function == null) {
      throw new IllegalStateException("checked before: no function " + arn);
    }
    return function;
  }

  private KeySource keys(String issuer, Clock clock) {
    KeySource own = poolKeys.get(issuer);
    return own != null
        ? own
        : parts.take(
            OidcKeySource.class,
            new ForeignKeysPart(issuer),
            () -> new OidcKeySource(issuer, clock));
  }

  /// The users and groups of the templates are there when this returns.
  void settleUsers() {
    users.forEach((pool, directory) -> directory.settle(resources.cognito.declared(pool)));
  }

  /// From now on all doors are these.
  void openDoors(Console console) {
    parts.settle();
    roles.use(credentials);
    stack.addresses().base().open(base, visitors, console);
    gates.forEach((name, gate) -> stack.addresses().listener(name).open(gate, visitors));
    events.serve(
        new EventQueue.Functions(functions, resources.lambda.eventConfigs()),
        new Destinations(credentials, policies));
    events.resume();
  }

  /// To be called when other doors are open. What stood behind these alone goes when the last
  /// visitor has left.
  ///
  /// @param afterwards is run then
  void retire(Runnable afterwards) {
    visitors.retire(() -> {
      parts.close();
      afterwards.run();
    });
  }

  RunningStack describe(
      Source source,
      SequencedMap<String, CreatedStack> created,
      List<Notice> notices,
      AccessKey administrator,
      StateFolder state) {
    return new RunningStack(
        ProcessHandle.current().pid(),
        RunningStack.startOfThisProcess(),
        state.root().toString(),
        stack.addresses().basePort(),
        source.path().toString(),
        String.join(", ", created.keySet()),
        environment(administrator),
        baseUrls(),
        doors(),
        clients(),
        new LocalAddresses(resources, stack).outputs(created),
        notices.stream().map(Notice::line).toList(),
        stack.remembered().retained().stream().map(Remembered.Retained::line).toList());
  }

  /// What the console shows of all this.
  ///
  /// @param name what runs is called
  Premises premises(String name, AccessKey administrator, Path logs, Optional<Tables> tables) {
    return new Premises(
        name,
        stack.addresses().basePort(),
        stack.region(),
        administrator,
        entrances(),
        resources.cognito.configs(),
        resources.apis.exports(),
        latest(),
        logs,
        resources.tables.tables(),
        tables,
        secrets());
  }

  /// Whether any door asks for a signature.
  boolean signatureAsked() {
    return gates.values().stream()
        .flatMap(gate -> gate.doors().stream())
        .anyMatch(door -> door.lock() instanceof Lock.Iam);
  }

  /// What a prover needs of all this.
  Grounds grounds(String name, AccessKey administrator, Clock clock) {
    return new ProvingGrounds(resources, stack, credentials, iam)
        .grounds(name, administrator, gates, visits, clock);
  }

  private List<LambdaFunction> latest() {
    var latest = new ArrayList<LambdaFunction>();
    for (FunctionConfig function : resources.lambda.functions()) {
      if (functions.get(function.arn()) instanceof LambdaFunction unpublished) {
        latest.add(unpublished);
      }
    }
    return latest;
  }

  private List<Secret> secrets() {
    var secrets = new ArrayList<Secret>();
    iam.accessKeys().forEach(key -> secrets.add(key.secret()));
    for (UserPoolConfig pool : resources.cognito.configs()) {
      for (AppClient client : pool.clients()) {
        if (client.type() instanceof ClientType.Confidential(var secret)) {
          secrets.add(secret);
        }
      }
    }
    return secrets;
  }

  private List<Entrance> entrances() {
    var entrances = new ArrayList<Entrance>();
    for (String logicalId : stack.addresses().names()) {
      Gate gate = requireNonNull(gates.get(logicalId), logicalId);
      gate.doors()
          .forEach(door -> entrances.add(new Entrance(door, stack.addresses().url(logicalId))));
    }
    base.doors()
        .forEach(door -> entrances.add(new Entrance(door, stack.addresses().endpointUrl())));
    return entrances;
  }

  private SequencedMap<String, String> baseUrls() {
    var urls = new LinkedHashMap<String, String>();
    stack.addresses().names().forEach(name -> urls.put(name, stack.addresses().url(name)));
    return urls;
  }

  private List<DoorView> doors() {
    return entrances().stream()
        .map(entrance -> DoorView.of(entrance.door(), entrance.base()))
        .toList();
  }

  private List<ClientView> clients() {
    var clients = new ArrayList<ClientView>();
    for (UserPoolConfig pool : resources.cognito.configs()) {
      for (AppClient client : pool.clients()) {
        if (client.type() instanceof ClientType.Confidential(var secret)
            && client.oauth().flows().contains(OAuthFlow.CLIENT_CREDENTIALS)
            && !pool.domains().isEmpty()) {
          clients.add(
              new ClientView(
                  client.name(),
                  client.logicalId(),
                  client.id(),
                  secret.reveal(),
                  String.join(" ", client.oauth().scopes()),
                  stack.addresses().url(pool.domains().getFirst().logicalId()) + "/oauth2/token"));
        }
      }
    }
    return clients;
  }

  private Map<String, String> environment(AccessKey administrator) {
    var lines = new EnvironmentLines();
    lines.put("AWS_ENDPOINT_URL", stack.addresses().endpointUrl());
    lines.put("AWS_REGION", stack.region().code());
    // The AWS CLI v1 and boto3 read no other.
    lines.put("AWS_DEFAULT_REGION", stack.region().code());
    lines.put("AWS_ACCESS_KEY_ID", administrator.id());
    lines.put("AWS_SECRET_ACCESS_KEY", administrator.secret().reveal());
    var apis = resources.apis.configs();
    apis.forEach(api ->
        lines.put(
            "GATEHOUSE_API_URL",
            api.logicalId(),
            apis.size() > 1,
            stack.addresses().url(api.logicalId())));
    var urls = resources.lambda.urls();
    urls.forEach(url ->
        lines.put(
            "GATEHOUSE_FUNCTION_URL",
            url.logicalId(),
            urls.size() > 1,
            stack.addresses().url(url.logicalId()) + "/"));
    var pools = resources.cognito.configs();
    pools.forEach(
        pool -> lines.put("GATEHOUSE_ISSUER", pool.logicalId(), pools.size() > 1, pool.issuer()));
    var clients = clients();
    for (ClientView client : clients) {
      boolean several = clients.size() > 1;
      lines.put("GATEHOUSE_TOKEN_URL", client.resource(), several, client.tokenUrl());
      lines.put("GATEHOUSE_CLIENT_ID", client.resource(), several, client.id());
      lines.put("GATEHOUSE_CLIENT_SECRET", client.resource(), several, client.secret());
      lines.put("GATEHOUSE_SCOPE", client.resource(), several, client.scope());
    }
    return lines.lines();
  }

  @Override
  public void close() {
    parts.close();
  }
}
