using Amazon.DynamoDBv2;
using Amazon.EC2;
using Amazon.KeyManagementService;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.SimpleSystemsManagement;
using Amazon.SQS;
using Dashboard.Sources.Aws.Reading;

namespace Dashboard.Sources.Aws;

/// <summary>Makes the clients of one account and region, each with the account's credentials and the house's habits.</summary>
internal sealed class AwsClients(AwsAccount account, string region)
{
    public AmazonEC2Client CreateEc2() => Create(new AmazonEC2Config(), static (c, k) => new AmazonEC2Client(k, c));

    public AmazonSQSClient CreateSqs() => Create(new AmazonSQSConfig(), static (c, k) => new AmazonSQSClient(k, c));

    public AmazonSimpleSystemsManagementClient CreateSsm() => Create(new AmazonSimpleSystemsManagementConfig(), static (c, k) => new AmazonSimpleSystemsManagementClient(k, c));

    public AmazonKeyManagementServiceClient CreateKms() => Create(new AmazonKeyManagementServiceConfig(), static (c, k) => new AmazonKeyManagementServiceClient(k, c));

    // Without the account's own host name: one name for all accounts is what firewalls and endpoints of a VPC know.
    public AmazonDynamoDBClient CreateDynamoDb() => Create(new AmazonDynamoDBConfig { AccountIdEndpointMode = AccountIdEndpointMode.DISABLED }, static (c, k) => new AmazonDynamoDBClient(k, c));

    // One address for every service has no host name for each bucket.
    public AmazonS3Client CreateS3() => Create(new AmazonS3Config { ForcePathStyle = account.Options.Endpoint is not null }, static (c, k) => new AmazonS3Client(k, c));

    public WireClient Create(WireService service) => Create(new WireConfig(service), static (c, k) => new WireClient(k, c));

    private TClient Create<TConfig, TClient>(TConfig config, Func<TConfig, AWSCredentials, TClient> make) where TConfig : ClientConfig =>
        make(account.Configure(config, region), account.Credentials);
}
