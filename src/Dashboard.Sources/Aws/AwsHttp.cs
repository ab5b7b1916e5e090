using System.Net.Http.Headers;
using Amazon.Runtime;

namespace Dashboard.Sources.Aws;

/// <summary>The one way out to AWS, shared by every client: only listed operations, no redirects, replies read whole within the call's deadline.</summary>
internal sealed class AwsHttp : HttpClientFactory, IDisposable
{
    private readonly HttpClient _client = new(new Guard
    {
        InnerHandler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        },
    })
    {
        // Each call has a deadline of its own, which covers its retries too.
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => _client;

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;

    public void Dispose() => _client.Dispose();

    private sealed class Guard : DelegatingHandler
    {
        /// <summary>A template of a megabyte, escaped as XML, is far below this.</summary>
        private const long LargestReply = 32 * 1024 * 1024;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var target = request.Headers.TryGetValues("X-Amz-Target", out var targets) ? string.Join(',', targets) : null;
            var body = target is null && IsForm(request.Content?.Headers.ContentType)
                ? await request.Content!.ReadAsStringAsync(cancellationToken).ConfigureAwait(false)
                : "";
            if (!AwsOperations.IsAllowed(target, body))
                throw new NotSupportedException("A request that is not on the list of reading operations was refused before it was sent.");

            var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            try
            {
                // The SDK reads a reply synchronously, beyond the reach of any token: a reply that trickles would hold its thread for ever.
                await response.Content.LoadIntoBufferAsync(LargestReply, cancellationToken).ConfigureAwait(false);
                return response;
            }
            catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
            {
                response.Dispose();
                throw new InvalidDataException($"The reply is larger than {LargestReply} bytes.");
            }
            catch
            {
                response.Dispose();
                throw;
            }
        }

        private static bool IsForm(MediaTypeHeaderValue? type) => type?.MediaType == "application/x-www-form-urlencoded";
    }
}
