using Dashboard.Core.Secrets;

namespace Dashboard.Core.Tests.Secrets;

/// <summary>What looks like a credential, and what must never be taken for one.</summary>
public class CredentialDetectorTests
{
    [Theory]
    [InlineData("DB_PASSWORD", "hunter2")]
    [InlineData("dbPassword", "hunter2")]
    [InlineData("DbPasswd", "hunter2")]
    [InlineData("API_KEY", "abc")]
    [InlineData("apiKey", "abc")]
    [InlineData("STRIPE_SECRET", "abc")]
    [InlineData("AUTH_TOKEN", "abc")]
    [InlineData("PRIVATE_KEY", "abc")]
    [InlineData("CONNECTION_STRING", "Server=x")]
    [InlineData("PASSWORD_SALT", "abc")]
    [InlineData("DB_PASS", "abc")]
    [InlineData("DBPASS", "abc")]
    [InlineData("PASS", "abc")]
    [InlineData("AUTH", "abc")]
    [InlineData("REDIS_AUTH_2", "abc")]
    [InlineData("CREDS", "abc")]
    [InlineData("PASSWORDS", "abc,def")]
    [InlineData("SECRETS", "abc")]
    [InlineData("TOKENS", "abc")]
    [InlineData("API_KEYS", "abc")]
    [InlineData("spring.datasource.password", "abc")]
    public void A_value_under_a_telling_name_is_one(string name, string value) => Assert.True(CredentialDetector.LooksLikeCredential(name, value));

    [Theory]
    [InlineData("AKIAIOSFODNN7EXAMPLE")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----")]
    [InlineData("ghp_abcdefghijklmnopqrstuvwxyz0123456789")]
    [InlineData("xoxb-123456789012-abcdef")]
    [InlineData("https://user:hunter2@example.com/x")]
    [InlineData("postgres://shop:hunter2@db.example.com:5432/shop")]
    [InlineData("host=db password=hunter2 sslmode=require")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmNHl0w5N")]
    [InlineData("wJa1rXUtnFEM9/K7MDENG/bPx4fiCYzEXAMP8KEY")]
    [InlineData("cGFzc3dvcmQ9aHVudGVyMi1hbmQtbW9yZQ==")] // Base64 of password=...
    [InlineData("MYSQL_ROOT_PASSWORD=hunter2")]
    [InlineData("{\\\"dbPassword\\\": \\\"hunter2\\\"}")]
    [InlineData("config['password'] = \"hunter2\"")]
    [InlineData("Authorization: Bearer abcdef0123456789abcdef")]
    [InlineData("postgres://${User}:hunter2@example.com")]
    public void A_value_of_a_telling_form_is_one_whatever_its_name(string value)
    {
        Assert.True(CredentialDetector.LooksLikeCredential("ANYTHING", value));
        Assert.True(CredentialDetector.HoldsCredential(value));
    }

    [Theory]
    [InlineData("SECRET_ARN", "arn:aws:secretsmanager:eu-west-1:111111111111:secret:x")]
    [InlineData("DB_PASSWORD", "{{resolve:secretsmanager:x}}")]
    [InlineData("DB_PASSWORD", "/shop/production/password")]
    [InlineData("SECRET_NAME", "shop/database")]
    [InlineData("TOKEN_TTL", "3600")]
    [InlineData("PASSWORD_MIN_LENGTH", "12")]
    [InlineData("PASSWORD_REQUIRED", "true")]
    [InlineData("SECRET", "true")]
    [InlineData("DB_PASSWORD", "")]
    [InlineData("COMPASS_URL", "https://example.com")]
    [InlineData("KEYBOARD", "qwerty")]
    [InlineData("DATABASE_HOST", "production-shop-database.d9f495b8e150.eu-west-1.rds.amazonaws.com")]
    [InlineData("QUEUE_URL", "https://sqs.eu-west-1.amazonaws.com/111111111111/production-shop-worker-orders")]
    [InlineData("DIGEST", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    [InlineData("ID", "123e4567-e89b-12d3-a456-426614174000")]
    [InlineData("FEATURES", "checkout,search,recommendations")]
    [InlineData("URL", "postgres://{{resolve:ssm:user}}:{{resolve:secretsmanager:x}}@example.com")]
    [InlineData("URL", "postgres://user:${Password}@example.com")]
    [InlineData("SCRIPT", "connect(password=config.password, token=token)")]
    [InlineData("SCRIPT", "if password == 'x' or token::of(y):")]
    [InlineData("SCRIPT", "password=${Password password=${A}${B")]
    [InlineData("SCRIPT", "complete(LifecycleActionToken=action_token,\n  token: token)\ntoken = 'No token was found.'\ntoken = `curl x`")]
    [InlineData("SCRIPT", "upload --private-key file://key.pem")]
    [InlineData("RESOURCE", "arn:aws:secretsmanager:*:*:secret:shop/database-1a2b3c")]
    [InlineData("JDBC_CONNECTION_STRING", "jdbc:mysql://db.example.com:3306/shop")]
    [InlineData("AUTH_TYPE", "jwt")]
    [InlineData("BYPASS", "never")]
    [InlineData("SECRETS_MANAGER_REGION", "eu-west-1")]
    [InlineData("DB_PASSWORD", "${Password}")]
    public void What_a_comparison_is_about_is_none(string name, string value) => Assert.False(CredentialDetector.LooksLikeCredential(name, value));

    [Theory]
    [InlineData("PASSWORD", true)]
    [InlineData("MasterUserPassword", true)]
    [InlineData("DBPASSWORD", true)]
    [InlineData("", false)]
    [InlineData("TOKEN_URL", false)]
    [InlineData("Secretary", false)]
    public void A_name_tells_by_its_words(string name, bool isTelling) => Assert.Equal(isTelling, CredentialDetector.IsTellingName(name));

    /// <summary>A megabyte of what a search by trial and error would go through over and over.</summary>
    [Theory]
    [InlineData("a://", "a")]
    [InlineData("a://:", "")]
    [InlineData("-eyJ", "")]
    [InlineData("password", "")]
    [InlineData("password= ", "")]
    [InlineData("-----BEGIN PRIVATE KEY", "")]
    [InlineData("curl -u", "")]
    [InlineData("${", "")]
    [InlineData("a://{", "")]
    [InlineData("/", "a!")]
    public async Task No_text_takes_long_to_judge(string repeated, string filling)
    {
        var text = filling.Length > 0 ? repeated + string.Concat(Enumerable.Repeat(filling, 1_000_000 / filling.Length)) : string.Concat(Enumerable.Repeat(repeated, 1_000_000 / repeated.Length));

        await Task.Run(() => CredentialDetector.LooksLikeCredential("Password", text)).WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
    }
}
