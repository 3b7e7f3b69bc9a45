using System.Net;

namespace ClusterSetSuite.TestServers.KubeApi;

/// <summary>What goes wrong with a request to an API server.</summary>
public abstract record ApiFault
{
    private ApiFault()
    {
    }

    /// <summary>The fault that a test names: <c>answer lost</c>, <c>request lost</c>, or the code of a refusal.</summary>
    public static ApiFault Of(string what) => what switch
    {
        "answer lost" => new AnswerLost(),
        "request lost" => new RequestLost(),
        var code => new Refused(Enum.Parse<HttpStatusCode>(code)),
    };

    /// <summary>It is refused, as the API server refuses, and nothing is done.</summary>
    /// <param name="Code">For example 409, 410, 422, 429, 500.</param>
    public sealed record Refused(HttpStatusCode Code) : ApiFault
    {
        /// <summary>The Status object of the answer.</summary>
        public string Body => $$"""{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"refused by the test","reason":"{{Reason}}","details":{"name":"it","kind":"things"},"code":{{(int)Code}}}""";

        // The reasons of k8s.io/apimachinery, meta/v1.
        private string Reason => Code switch
        {
            HttpStatusCode.Conflict => "Conflict",
            HttpStatusCode.Gone => "Expired",
            HttpStatusCode.UnprocessableEntity => "Invalid",
            HttpStatusCode.TooManyRequests => "TooManyRequests",
            HttpStatusCode.ServiceUnavailable => "ServiceUnavailable",
            HttpStatusCode.GatewayTimeout => "Timeout",
            _ => "InternalError",
        };
    }

    /// <summary>It is done, and the connection is cut before the answer: the caller can not know.</summary>
    public sealed record AnswerLost : ApiFault;

    /// <summary>The connection is cut before anything is done.</summary>
    public sealed record RequestLost : ApiFault;

    /// <summary>The answer is cut after so many lines: for a watch, after so many events.</summary>
    /// <param name="Lines">0 or more.</param>
    public sealed record CutAfter(int Lines) : ApiFault;

    /// <summary>A watch is told that its resourceVersion is too old: an ERROR event with a Status of code 410, and the end.</summary>
    public sealed record WatchExpired : ApiFault;
}
