using Dashboard.Core.Comparison;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Values;
using static Dashboard.Core.Tests.Write;

namespace Dashboard.Core.Tests.Comparison;

/// <summary>Every equivalence with a sample that it folds, and every trap that must never be folded.</summary>
public class EquivalenceTests
{
    private const string Role = "AWS::IAM::Role";

    public static TheoryData<string, string, string, string> Same => new()
    {
        { "key order", "AWS::S3::Bucket", """{"A":{"x":"1","y":"2"},"B":"b"}""", """{"B":"b","A":{"y":"2","x":"1"}}""" },
        { "number as text at an integer", "AWS::Lambda::Function", """{"Timeout":"80"}""", """{"Timeout":80}""" },
        { "decimal spelling at an integer", "AWS::Lambda::Function", """{"Timeout":"80.0"}""", """{"Timeout":80}""" },
        { "boolean as text at a boolean", "AWS::SQS::Queue", """{"FifoQueue":"True"}""", """{"FifoQueue":true}""" },
        { "number as text where nothing is known, spelled the same", "Custom::Thing", """{"Port":"80"}""", """{"Port":80}""" },
        { "boolean as text where nothing is known", "Custom::Thing", """{"On":"true"}""", """{"On":true}""" },
        { "order of tags", "AWS::S3::Bucket", """{"Tags":[{"Key":"a","Value":"1"},{"Key":"b","Value":"2"}]}""", """{"Tags":[{"Value":"2","Key":"b"},{"Key":"a","Value":"1"}]}""" },
        { "AWS's own tags", "AWS::S3::Bucket", """{"Tags":[{"Key":"a","Value":"1"}]}""", """{"Tags":[{"Key":"aws:cloudformation:stack-id","Value":"x"},{"Key":"a","Value":"1"}]}""" },
        { "AWS's own tags in a map", "AWS::SSM::Parameter", """{"Tags":{"a":"1"}}""", """{"Tags":{"aws:x":"y","a":"1"}}""" },
        { "only AWS's own tags", "AWS::S3::Bucket", """{"BucketName":"b"}""", """{"BucketName":"b","Tags":[{"Key":"aws:x","Value":"y"}]}""" },
        { "order of a set by schema", "AWS::IAM::Role", """{"ManagedPolicyArns":["arn:a","arn:b"]}""", """{"ManagedPolicyArns":["arn:b","arn:a"]}""" },
        { "order of unique scalars", "AWS::RDS::DBInstance", """{"VPCSecurityGroups":["sg-1","sg-2"]}""", """{"VPCSecurityGroups":["sg-2","sg-1"]}""" },
        { "order of items with names", "AWS::Lambda::Function", """{"FileSystemConfigs":[{"Name":"A","Value":"1"},{"Name":"B","Value":"2"}]}""", """{"FileSystemConfigs":[{"Name":"B","Value":"2"},{"Name":"A","Value":"1"}]}""" },
        { "order of items by unique key", "AWS::DynamoDB::Table", """{"KeySchema":[{"AttributeName":"p","KeyType":"HASH"},{"AttributeName":"s","KeyType":"RANGE"}]}""", """{"KeySchema":[{"AttributeName":"s","KeyType":"RANGE"},{"AttributeName":"p","KeyType":"HASH"}]}""" },
        { "order of an unordered list of objects", "AWS::EC2::SecurityGroup", """{"SecurityGroupIngress":[{"CidrIp":"a","FromPort":"1"},{"CidrIp":"b","FromPort":2}]}""", """{"SecurityGroupIngress":[{"CidrIp":"b","FromPort":2},{"CidrIp":"a","FromPort":1}]}""" },
        { "action as text or list of one", Role, Policy("""{"Action":"s3:Get"}"""), Policy("""{"Action":["s3:Get"]}""") },
        { "order of actions", Role, Policy("""{"Action":["a:b","c:d"]}"""), Policy("""{"Action":["c:d","a:b"]}""") },
        { "repeated actions", Role, Policy("""{"Action":["a:b","a:b"]}"""), Policy("""{"Action":"a:b"}""") },
        { "letter case of actions", Role, Policy("""{"Action":"S3:getobject"}"""), Policy("""{"Action":"s3:GetObject"}""") },
        { "letter case and lists of actions at once", Role, Policy("""{"Action":["S3:getobject","x:Y"]}"""), Policy("""{"Action":["X:y","s3:GetObject"]}""") },
        { "order of resources", Role, Policy("""{"Resource":["r1","r2"]}"""), Policy("""{"Resource":["r2","r1"]}""") },
        { "order of condition values", Role, Policy("""{"Condition":{"StringEquals":{"k":["1","2"]}}}"""), Policy("""{"Condition":{"StringEquals":{"k":["2","1"]}}}""") },
        { "boolean condition value", Role, Policy("""{"Condition":{"Bool":{"aws:SecureTransport":"true"}}}"""), Policy("""{"Condition":{"Bool":{"aws:SecureTransport":true}}}""") },
        { "statement as object or list of one", Role, """{"AssumeRolePolicyDocument":{"Statement":{"Effect":"Allow"}}}""", """{"AssumeRolePolicyDocument":{"Statement":[{"Effect":"Allow"}]}}""" },
        { "order of statements", Role, """{"AssumeRolePolicyDocument":{"Statement":[{"Effect":"Allow","Action":"a:b"},{"Effect":"Deny","Action":"c:d"}]}}""", """{"AssumeRolePolicyDocument":{"Statement":[{"Effect":"Deny","Action":["c:d"]},{"Effect":"Allow","Action":"a:b"}]}}""" },
        { "principal service as text or list of one", Role, Policy("""{"Principal":{"Service":"lambda.amazonaws.com"}}"""), Policy("""{"Principal":{"Service":["lambda.amazonaws.com"]}}""") },
        { "account id and its root", Role, Policy("""{"Principal":{"AWS":"123456789012"}}"""), Policy("""{"Principal":{"AWS":["arn:aws:iam::123456789012:root"]}}""") },
        { "policy in text", Role, """{"AssumeRolePolicyDocument":"{\"Statement\":{\"Action\":\"a:b\"}}"}""", """{"AssumeRolePolicyDocument":{"Statement":[{"Action":["A:B"]}]}}""" },
        { "policy of an unknown type, by name", "Vendor::X::Y", """{"PolicyDocument":{"Statement":{"Action":"a:b"}}}""", """{"PolicyDocument":{"Statement":[{"Action":["A:B"]}]}}""" },
        { "empty list and absent", "AWS::EC2::SecurityGroup", """{"SecurityGroupIngress":[],"GroupName":"g"}""", """{"GroupName":"g"}""" },
        { "empty map and absent", "Custom::Thing", """{"A":{}}""", "{}" },
        { "null and absent", "Custom::Thing", """{"A":null}""", "{}" },
        { "layout of JSON in text", "Custom::Thing", """{"Doc":"{\"a\": 1,\n \"b\": [1, 2]}"}""", """{"Doc":"{\"b\":[1,2],\"a\":1}"}""" },
        { "JSON as object or text at a JSON place", "AWS::SQS::Queue", """{"RedrivePolicy":{"maxReceiveCount":"5","deadLetterTargetArn":"arn:x"}}""", """{"RedrivePolicy":"{\"maxReceiveCount\":5,\"deadLetterTargetArn\":\"arn:x\"}"}""" },
        { "letter case where the schema says so", "AWS::AmazonMQ::Broker", """{"DeploymentMode":"single_instance"}""", """{"DeploymentMode":"SINGLE_INSTANCE"}""" },
        { "a default that the service does not return", "AWS::IAM::Role", """{"Path":"/","RoleName":"r"}""", """{"RoleName":"r"}""" },
        { "read-only properties", "AWS::SQS::Queue", """{"QueueName":"q","Arn":"arn:1"}""", """{"QueueName":"q","Arn":"arn:2","QueueUrl":"u"}""" },
        { "a map of write-only properties", "AWS::Lambda::Function", """{"Handler":"h","Code":{"S3Bucket":"b","S3Key":"k"}}""", """{"Handler":"h"}""" },
        { "attributes that the service adds", "AWS::ElasticLoadBalancingV2::LoadBalancer", """{"LoadBalancerAttributes":[{"Key":"a","Value":"1"}]}""", """{"LoadBalancerAttributes":[{"Key":"z","Value":"9"},{"Key":"a","Value":"1"}]}""" },
        { "what GetTemplate makes of characters beyond ASCII", "Custom::Thing", """{"D":"Caf? ?"}""", """{"D":"Café ☕"}""" },
        { "ports of every protocol that are not returned", "AWS::EC2::SecurityGroup", """{"SecurityGroupIngress":[{"IpProtocol":"-1","FromPort":80,"ToPort":80,"CidrIp":"10.0.0.0/8","Description":"a"},{"IpProtocol":"tcp","FromPort":22,"ToPort":22,"CidrIp":"10.0.0.0/8"}]}""", """{"SecurityGroupIngress":[{"IpProtocol":"tcp","FromPort":22,"ToPort":22,"CidrIp":"10.0.0.0/8"},{"IpProtocol":"-1","CidrIp":"10.0.0.0/8","Description":"a"}]}""" },
        { "ports of every protocol that are returned as -1", "AWS::EC2::SecurityGroup", """{"SecurityGroupEgress":[{"IpProtocol":-1,"FromPort":0,"ToPort":65535,"CidrIp":"0.0.0.0/0"},{"IpProtocol":-1,"CidrIpv6":"::/0"}]}""", """{"SecurityGroupEgress":[{"IpProtocol":"-1","FromPort":-1,"ToPort":-1,"CidrIpv6":"::/0"},{"IpProtocol":"-1","FromPort":-1,"ToPort":-1,"CidrIp":"0.0.0.0/0"}]}""" },
        { "ports of every protocol of a rule of its own", "AWS::EC2::SecurityGroupIngress", """{"GroupId":"sg-1","IpProtocol":"-1","FromPort":0,"ToPort":0,"CidrIp":"10.0.0.0/8"}""", """{"GroupId":"sg-1","IpProtocol":"-1","CidrIp":"10.0.0.0/8"}""" },
        { "a protocol by its number", "AWS::EC2::SecurityGroup", """{"SecurityGroupIngress":[{"IpProtocol":6,"FromPort":"443","ToPort":"443","CidrIp":"a"},{"IpProtocol":"UDP","FromPort":53,"ToPort":53,"CidrIp":"a"}]}""", """{"SecurityGroupIngress":[{"IpProtocol":"udp","FromPort":53,"ToPort":53,"CidrIp":"a"},{"IpProtocol":"tcp","FromPort":443,"ToPort":443,"CidrIp":"a"}]}""" },
        { "a key that the service spells otherwise", "AWS::S3::Bucket", """{"NotificationConfiguration":{"LambdaConfigurations":[{"Event":"e","Function":"f","Filter":{"S3Key":{"Rules":[{"Name":"suffix","Value":".jpg"},{"Name":"prefix","Value":"in/"}]}}}]}}""", """{"NotificationConfiguration":{"LambdaConfigurations":[{"Event":"e","Function":"f","Filter":{"S3Key":{"Rules":[{"Name":"Prefix","Value":"in/"},{"Name":"Suffix","Value":".jpg"}]}}}]}}""" },
        { "a longer name that the service makes of a key", "AWS::Cognito::UserPool", """{"Schema":[{"Name":"team","AttributeDataType":"String"},{"Name":"plan","AttributeDataType":"String"}]}""", """{"Schema":[{"Name":"custom:plan","AttributeDataType":"String"},{"Name":"custom:team","AttributeDataType":"String"}]}""" },
        { "names of DNS in a certificate", "AWS::CertificateManager::Certificate", """{"DomainName":"Shop.example.org","SubjectAlternativeNames":["B.example.org","a.example.org"]}""", """{"DomainName":"shop.example.org","SubjectAlternativeNames":["a.example.org","b.example.org"]}""" },
        { "attributes of a projection", "AWS::DynamoDB::Table", """{"GlobalSecondaryIndexes":[{"IndexName":"i","Projection":{"NonKeyAttributes":["a","b"]}}]}""", """{"GlobalSecondaryIndexes":[{"IndexName":"i","Projection":{"NonKeyAttributes":["b","a"]}}]}""" },
        { "addresses of a firewall", "AWS::WAFv2::IPSet", """{"Addresses":["2001:DB8::/32","192.0.2.0/24"]}""", """{"Addresses":["192.0.2.0/24","2001:0db8:0000:0000:0000:0000:0000:0000/32"]}""" },
        { "a searched text in base64 within statements", "AWS::WAFv2::WebACL", """{"Rules":[{"Name":"r","Statement":{"AndStatement":{"Statements":[{"ByteMatchStatement":{"SearchString":"a","PositionalConstraint":"EXACTLY"}},{"ByteMatchStatement":{"SearchString":"b","PositionalConstraint":"EXACTLY"}}]}}}]}""", """{"Rules":[{"Name":"r","Statement":{"AndStatement":{"Statements":[{"ByteMatchStatement":{"SearchStringBase64":"YQ==","PositionalConstraint":"EXACTLY"}},{"ByteMatchStatement":{"SearchStringBase64":"Yg==","PositionalConstraint":"EXACTLY"}}]}}}]}""" },
        { "numbers of statements in another order", "AWS::S3::BucketPolicy", """{"PolicyDocument":{"Statement":[{"Effect":"Allow","Action":"a:b"},{"Effect":"Deny","Action":"c:d"}]}}""", """{"PolicyDocument":{"Statement":[{"Sid":"0","Effect":"Deny","Action":"c:d"},{"Sid":"1","Effect":"Allow","Action":"a:b"}]}}""" },
        { "a version that was patched", "AWS::RDS::DBInstance", """{"EngineVersion":"5.7.mysql_aurora.2"}""", """{"EngineVersion":"5.7.mysql_aurora.2.11.1"}""" },
        { "properties that the template does not declare", "AWS::SQS::Queue", """{"QueueName":"q"}""", """{"QueueName":"q","DelaySeconds":0}""" },
    };

    /// <summary>Sides that a right tool tells apart, each with where it must say so.</summary>
    public static TheoryData<string, string, string, string, string> Different => new()
    {
        { "number that is no number", "Custom::Thing", """{"V":"1.10"}""", """{"V":"1.1"}""", "NotEqual /V" },
        { "versions", "AWS::EKS::Cluster", """{"Version":"1.30"}""", """{"Version":"1.3"}""", "NotEqual /Version" },
        { "engine versions", "AWS::RDS::DBInstance", """{"EngineVersion":"8.0"}""", """{"EngineVersion":"8"}""", "NotEqual /EngineVersion" },
        { "account ids", "Custom::Thing", """{"A":"012345678901"}""", """{"A":12345678901}""", "NotEqual /A" },
        { "account ids in a policy", Role, Policy("""{"Principal":{"AWS":"012345678901"}}"""), Policy("""{"Principal":{"AWS":"12345678901"}}"""), "NotEqual /AssumeRolePolicyDocument/Statement/0/Principal/AWS" },
        { "zero-padded text at an integer", "AWS::Lambda::Function", """{"Timeout":"080"}""", """{"Timeout":80}""", "NotEqual /Timeout" },
        { "empty and zero", "Custom::Thing", """{"A":""}""", """{"A":"0"}""", "NotEqual /A" },
        { "exponent", "Custom::Thing", """{"A":"1e3"}""", """{"A":"1000"}""", "NotEqual /A" },
        { "exponent in text at an integer", "AWS::Lambda::Function", """{"Timeout":"1e3"}""", """{"Timeout":"1000"}""", "NotEqual /Timeout" },
        { "hexadecimal", "Custom::Thing", """{"A":"0x10"}""", """{"A":"16"}""", "NotEqual /A" },
        { "space", "Custom::Thing", """{"A":" 80"}""", """{"A":"80"}""", "NotEqual /A" },
        { "space at an integer", "AWS::Lambda::Function", """{"Timeout":" 80"}""", """{"Timeout":80}""", "NotEqual /Timeout" },
        { "zero and empty list", "Custom::Thing", """{"A":"0"}""", """{"A":[]}""", "NotEqual /A" },
        { "text and list of one outside policies", "Custom::Thing", """{"A":"5"}""", """{"A":["5"]}""", "NotEqual /A" },
        { "environment variables are text", "AWS::Lambda::Function", """{"Environment":{"Variables":{"A":"1.10"}}}""", """{"Environment":{"Variables":{"A":"1.1"}}}""", "NotEqual /Environment/Variables/A" },
        { "true in capitals where text is meant", "AWS::Lambda::Function", """{"Environment":{"Variables":{"A":"TRUE"}}}""", """{"Environment":{"Variables":{"A":"true"}}}""", "NotEqual /Environment/Variables/A" },
        { "order of a command", "AWS::ECS::TaskDefinition", """{"ContainerDefinitions":[{"Name":"c","Command":["a","b"]}]}""", """{"ContainerDefinitions":[{"Name":"c","Command":["b","a"]}]}""", "NotEqual /ContainerDefinitions/0/Command" },
        { "order of layers", "AWS::Lambda::Function", """{"Layers":["l1","l2"]}""", """{"Layers":["l2","l1"]}""", "NotEqual /Layers" },
        { "order of an image command", "AWS::Lambda::Function", """{"ImageConfig":{"Command":["a","b"]}}""", """{"ImageConfig":{"Command":["b","a"]}}""", "NotEqual /ImageConfig/Command" },
        { "order where nothing is known", "Custom::Thing", """{"L":["a","b","c"]}""", """{"L":["c","a","b"]}""", "NotEqual /L" },
        { "order of a pipeline's stages", "AWS::CodePipeline::Pipeline", """{"Stages":[{"Name":"Build"},{"Name":"Deploy"}]}""", """{"Stages":[{"Name":"Deploy"},{"Name":"Build"}]}""", "NotEqual /Stages" },
        { "tag values swapped", "AWS::S3::Bucket", """{"Tags":[{"Key":"a","Value":"1"},{"Key":"b","Value":"2"}]}""", """{"Tags":[{"Key":"a","Value":"2"},{"Key":"b","Value":"1"}]}""", "NotEqual /Tags/0/Value,NotEqual /Tags/1/Value" },
        { "letter case", "Custom::Thing", """{"A":"Text"}""", """{"A":"text"}""", "NotEqual /A" },
        { "letter case of a resource in a policy", Role, Policy("""{"Resource":"arn:A"}"""), Policy("""{"Resource":"arn:a"}"""), "NotEqual /AssumeRolePolicyDocument/Statement/0/Resource" },
        { "everybody, and everybody with an account", Role, Policy("""{"Principal":"*"}"""), Policy("""{"Principal":{"AWS":"*"}}"""), "NotEqual /AssumeRolePolicyDocument/Statement/0/Principal" },
        { "policy version", Role, """{"AssumeRolePolicyDocument":{"Version":"2012-10-17","Statement":[]}}""", """{"AssumeRolePolicyDocument":{"Version":"2008-10-17","Statement":[]}}""", "NotEqual /AssumeRolePolicyDocument/Version" },
        { "effect", Role, Policy("""{"Effect":"Allow","Action":"a:b"}"""), Policy("""{"Effect":"Deny","Action":"a:b"}"""), "NotEqual /AssumeRolePolicyDocument/Statement/0/Effect" },
        { "another action", Role, Policy("""{"Action":["a:b"],"Effect":"Allow"}"""), Policy("""{"Action":["a:b","a:c"],"Effect":"Allow"}"""), "Add /AssumeRolePolicyDocument/Statement/0/Action/1" },
        { "another statement", Role, Policy("""{"Action":"a:b","Effect":"Allow"}"""), """{"AssumeRolePolicyDocument":{"Statement":[{"Action":"*","Effect":"Allow","Resource":"*"},{"Action":"a:b","Effect":"Allow"}]}}""", "Add /AssumeRolePolicyDocument/Statement/0" },
        { "kinds inside a JSON document", "Custom::Thing", """{"Doc":"{\"a\":1}"}""", """{"Doc":"{\"a\":\"1\"}"}""", "NotEqual /Doc/a" },
        { "order inside a JSON document", "Custom::Thing", """{"Doc":"[1,2]"}""", """{"Doc":"[2,1]"}""", "NotEqual /Doc" },
        { "empty list inside a JSON document", "Custom::Thing", """{"Doc":"{\"a\":[]}"}""", """{"Doc":"{}"}""", "Remove /Doc/a" },
        { "another value than the default", "AWS::IAM::Role", """{"Path":"/app/"}""", "{}", "Remove /Path" },
        { "a default changed", "AWS::IAM::Role", """{"Path":"/"}""", """{"Path":"/x/"}""", "NotEqual /Path" },
        { "a user's tag", "AWS::S3::Bucket", """{"Tags":[{"Key":"a","Value":"1"}]}""", """{"Tags":[{"Key":"a","Value":"1"},{"Key":"awsome","Value":"1"}]}""", "Add /Tags/1" },
        { "a variable added by hand", "AWS::Lambda::Function", """{"Environment":{"Variables":{"A":"1"}}}""", """{"Environment":{"Variables":{"A":"1","DEBUG":"1"}}}""", "Add /Environment/Variables/DEBUG" },
        { "a declared attribute", "AWS::ElasticLoadBalancingV2::LoadBalancer", """{"LoadBalancerAttributes":[{"Key":"a","Value":"1"}]}""", """{"LoadBalancerAttributes":[{"Key":"a","Value":"2"}]}""", "NotEqual /LoadBalancerAttributes/0/Value" },
        { "question mark for an ASCII letter", "Custom::Thing", """{"D":"Caf?"}""", """{"D":"Cafe"}""", "NotEqual /D" },
        { "another item in a set", "AWS::RDS::DBInstance", """{"VPCSecurityGroups":["sg-1","sg-2"]}""", """{"VPCSecurityGroups":["sg-2","sg-3"]}""", "NotEqual /VPCSecurityGroups/0" },
        { "repeated item in a multiset", "AWS::IAM::Role", """{"ManagedPolicyArns":["a","a"]}""", """{"ManagedPolicyArns":["a"]}""", "Remove /ManagedPolicyArns/1" },
        { "a condition without values, and none", Role, Policy("""{"Action":"a:b","Effect":"Allow","Condition":{"StringEquals":{"aws:x":[]}}}"""), Policy("""{"Action":"a:b","Effect":"Allow","Condition":{"StringEquals":{}}}"""), "Remove /AssumeRolePolicyDocument/Statement/0/Condition/StringEquals/aws:x" },
        { "no resource, and nothing said of resources", Role, Policy("""{"Action":"a:b","Effect":"Allow","Resource":[]}"""), Policy("""{"Action":"a:b","Effect":"Allow"}"""), "Remove /AssumeRolePolicyDocument/Statement/0/Resource" },
        { "order of partitions", "AWS::Glue::Table", """{"TableInput":{"PartitionKeys":[{"Name":"year"},{"Name":"month"}]}}""", """{"TableInput":{"PartitionKeys":[{"Name":"month"},{"Name":"year"}]}}""", "NotEqual /TableInput/PartitionKeys" },
        { "order of a resolver's functions", "AWS::AppSync::Resolver", """{"PipelineConfig":{"Functions":["a","b"]}}""", """{"PipelineConfig":{"Functions":["b","a"]}}""", "NotEqual /PipelineConfig/Functions" },
        { "order of name servers", "AWS::EC2::DHCPOptions", """{"DomainNameServers":["10.0.0.1","10.0.0.2"]}""", """{"DomainNameServers":["10.0.0.2","10.0.0.1"]}""", "NotEqual /DomainNameServers" },
        { "an exponent beyond all numbers", "Custom::Thing", """{"Doc":"{\"a\":1e-2147483648}"}""", """{"Doc":"{\"a\":0}"}""", "NotEqual /Doc/a" },
        { "a key twice in a JSON document", "Custom::Thing", """{"Doc":"{\"a\":1,\"a\":2}"}""", """{"Doc":"{\"a\":2}"}""", "NotEqual /Doc" },
        { "statements that are no policy", "AWS::Lambda::Function", """{"Environment":{"Variables":{"A":"{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"B\"}}"}}}""", """{"Environment":{"Variables":{"A":"{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"b\"}}"}}}""", "NotEqual /Environment/Variables/A/Statement/Action" },
        { "a rule of every protocol for somebody else", "AWS::EC2::SecurityGroup", """{"SecurityGroupIngress":[{"IpProtocol":"-1","FromPort":80,"ToPort":80,"CidrIp":"10.0.0.0/8"}]}""", """{"SecurityGroupIngress":[{"IpProtocol":"-1","CidrIp":"10.9.0.0/16"}]}""", "NotEqual /SecurityGroupIngress/0/CidrIp" },
        { "ports that a protocol has", "AWS::EC2::SecurityGroup", """{"SecurityGroupIngress":[{"IpProtocol":"tcp","FromPort":80,"ToPort":80,"CidrIp":"a"}]}""", """{"SecurityGroupIngress":[{"IpProtocol":"-1","CidrIp":"a"}]}""", "Add /SecurityGroupIngress/0,Remove /SecurityGroupIngress/0" },
        { "a version with a longer number", "AWS::RDS::DBInstance", """{"EngineVersion":"13.1"}""", """{"EngineVersion":"13.10"}""", "NotEqual /EngineVersion" },
        { "a longer name of DNS", "AWS::Route53Resolver::ResolverRule", """{"DomainName":"example.co"}""", """{"DomainName":"example.com"}""", "NotEqual /DomainName" },
        { "order of placement strategies", "AWS::Scheduler::Schedule", """{"Target":{"EcsParameters":{"PlacementStrategy":[{"Type":"spread","Field":"a"},{"Type":"binpack","Field":"b"}]}}}""", """{"Target":{"EcsParameters":{"PlacementStrategy":[{"Type":"binpack","Field":"b"},{"Type":"spread","Field":"a"}]}}}""", "NotEqual /Target/EcsParameters/PlacementStrategy" },
        { "an address block beside another", "AWS::WAFv2::IPSet", """{"Addresses":["2001:db8::/32"]}""", """{"Addresses":["2001:db9::/32"]}""", "NotEqual /Addresses/0" },
        { "a statement's number in the place of a name", "AWS::S3::BucketPolicy", """{"PolicyDocument":{"Statement":[{"Sid":"Read","Effect":"Allow","Action":"a:b"}]}}""", """{"PolicyDocument":{"Statement":[{"Sid":"0","Effect":"Allow","Action":"a:b"}]}}""", "NotEqual /PolicyDocument/Statement/0/Sid" },
        { "a statement's number that is gone", "AWS::S3::BucketPolicy", """{"PolicyDocument":{"Statement":[{"Sid":"7","Effect":"Allow","Action":"a:b"}]}}""", """{"PolicyDocument":{"Statement":[{"Effect":"Allow","Action":"a:b"}]}}""", "Remove /PolicyDocument/Statement/0/Sid" },
        { "a whole list", "AWS::EC2::SecurityGroup", """{"SecurityGroupIngress":[{"CidrIp":"a"},{"CidrIp":"b"}]}""", "{}", "Remove /SecurityGroupIngress" },
        { "a whole map", "AWS::Lambda::Function", """{"VpcConfig":{"SubnetIds":["s"],"SecurityGroupIds":["g"]}}""", "{}", "Remove /VpcConfig" },
    };

    [Theory]
    [MemberData(nameof(Same))]
    public void What_means_the_same_is_no_difference(string rule, string type, string left, string right)
    {
        Assert.NotEmpty(rule);
        Assert.Empty(Differences(type, left, right));
        Assert.Empty(ResourceComparer.Compare(type, Map(left), Map(right), ComparisonOptions.Drift).Unverified.Where(u => u.Reason is not null));
    }

    [Theory]
    [MemberData(nameof(Different))]
    public void What_means_something_else_is_found_where_it_stands(string trap, string type, string left, string right, string expected)
    {
        Assert.NotEmpty(trap);
        Assert.Equal(expected.Split(','), Differences(type, left, right));
        Assert.NotEmpty(Differences(type, left, right, ComparisonOptions.Templates));
    }

    [Fact]
    public void An_insertion_at_the_head_of_a_list_is_one_addition()
    {
        Assert.Equal(["Add /L/0"], Differences("Custom::Thing", """{"L":["b","c","d"]}""", """{"L":["a","b","c","d"]}"""));
        Assert.Equal(
            ["Add /Rules/0"],
            Differences("Custom::Thing", """{"Rules":[{"From":1,"To":2},{"From":3,"To":4}]}""", """{"Rules":[{"From":0,"To":9},{"From":1,"To":2},{"From":3,"To":4}]}"""));
    }

    [Fact]
    public void An_item_that_was_changed_and_moved_by_an_insertion_is_found_by_its_likeness()
    {
        Assert.Equal(
            ["Add /Rules/0", "NotEqual /Rules/0/To"],
            Differences("Custom::Thing", """{"Rules":[{"From":1,"To":2,"P":"tcp"},{"From":3,"To":4,"P":"tcp"}]}""", """{"Rules":[{"From":7,"To":9,"P":"udp"},{"From":1,"To":5,"P":"tcp"},{"From":3,"To":4,"P":"tcp"}]}""").Order());
    }

    [Fact]
    public void Properties_of_a_keyed_item_carry_its_key_and_its_index_on_the_side_where_it_exists()
    {
        var result = ResourceComparer.Compare(
            "AWS::S3::Bucket",
            Map("""{"Tags":[{"Key":"Name","Value":"a"}]}"""),
            Map("""{"Tags":[{"Key":"Owner","Value":"x"},{"Key":"Name","Value":"b"}]}"""),
            ComparisonOptions.Drift);

        Assert.Equal(["/Tags/0", "/Tags/0/Value"], result.Differences.Select(d => d.Path.ToString()));
        Assert.Equal([new ItemKey("Key", "Owner"), new ItemKey("Key", "Name")], result.Differences.Select(d => d.Path.InnermostKey));
    }

    [Fact]
    public void Write_only_properties_are_unverified_and_never_a_difference_with_live_values()
    {
        var result = ResourceComparer.Compare(
            "AWS::RDS::DBInstance", Map("""{"DBName":"x","AllowMajorVersionUpgrade":true}"""), Map("""{"DBName":"x"}"""), ComparisonOptions.Drift);

        Assert.Empty(result.Differences);
        var unverified = Assert.Single(result.Unverified);
        Assert.Equal("/AllowMajorVersionUpgrade", unverified.Path.ToString());
        Assert.Null(unverified.Reason);
        Assert.Equal(
            ["NotEqual /AllowMajorVersionUpgrade"],
            Differences("AWS::RDS::DBInstance", """{"AllowMajorVersionUpgrade":true}""", """{"AllowMajorVersionUpgrade":false}""", ComparisonOptions.Templates));
    }

    [Theory]
    [InlineData("""{"Effect":"Allow","Action":"a:b"}""", """[{"Effect":"Deny","Action":"a:b"}]""", "NotEqual /PolicyDocument/Statement/0/Effect", "NotEqual /PolicyDocument/Statement/Effect")]
    [InlineData("""[{"Effect":"Deny","Action":"a:b"}]""", """{"Effect":"Allow","Action":"a:b"}""", "NotEqual /PolicyDocument/Statement/Effect", "NotEqual /PolicyDocument/Statement/0/Effect")]
    [InlineData("""[{"Effect":"Deny","Action":"a:b"},{"Effect":"Allow","Action":"c:d"}]""", """{"Effect":"Deny","Action":"a:b"}""", "Remove /PolicyDocument/Statement/1", "Remove /PolicyDocument/Statement/1")]
    public void What_stands_without_a_list_has_no_index(string left, string right, string expected, string byLeft)
    {
        var (first, second) = ($$$"""{"PolicyDocument":{"Statement":{{{left}}}}}""", $$$"""{"PolicyDocument":{"Statement":{{{right}}}}}""");

        Assert.Equal([expected], Differences("AWS::SQS::QueuePolicy", first, second, ComparisonOptions.Templates with { HasIndexesOfRight = true }));
        Assert.Equal([byLeft], Differences("AWS::SQS::QueuePolicy", first, second, ComparisonOptions.Templates));
    }

    [Theory]
    [InlineData("""{"DeploymentController":{"Type":"ECS"}}""", Confidence.Possible)]
    [InlineData("""{"DeploymentController":{"Type":"CODE_DEPLOY"}}""", Confidence.Confirmed)]
    public void A_map_of_defaults_that_is_not_returned_is_a_possible_difference(string left, Confidence expected)
    {
        var difference = Assert.Single(ResourceComparer.Compare("AWS::ECS::Service", Map(left), Map("{}"), ComparisonOptions.Drift).Differences);

        Assert.Equal(expected, difference.Confidence);
    }

    [Fact]
    public void A_document_with_holes_is_JSON_wherever_its_place_takes_no_other_language()
    {
        var text = (CompositeValue)CompositeValue.Concatenate([new ScalarValue("{\"a\": \""), new UnresolvedValue("x"), new ScalarValue("\", \"b\": 1}")]);
        var left = MapValue.Create([KeyValuePair.Create<string, PropertyValue>("Doc", text.With(EmbeddedJson.Parse(text)!))]);
        var right = Map("""{"Doc":"{\"a\":\"\",\"b\":2}"}""");

        Assert.Equal(["CMP028"], Assert.Single(ResourceComparer.Compare("Custom::Thing", left, right, ComparisonOptions.Templates).Differences).Normalisers);
    }

    private static string Policy(string statement) => "{\"AssumeRolePolicyDocument\":{\"Statement\":[" + statement + "]}}";
}
