using System;

namespace SeamAcs
{
    /// <summary>A call that did not end as asked.</summary>
    public sealed class SeamException : Exception
    {
        private SeamException(Status status, string message, Exception because = null) : base(message, because)
        {
            Status = status;
            Name = Library.String(Native.seam_acs_status_name((int)status));
        }

        private SeamException(ErrorHandle error, string found, Exception because)
            : this((Status)Native.seam_acs_error_status(error), Library.String(Native.seam_acs_error_message(error)), because)
        {
            HttpStatus = Some(Native.seam_acs_error_http_status(error));
            ApiType = Library.String(Native.seam_acs_error_api_type(error));
            RequestId = Library.String(Native.seam_acs_error_request_id(error));
            Retryable = Native.seam_acs_error_retryable(error) != 0;
            OutcomeUnknown = Native.seam_acs_error_outcome_unknown(error) != 0;
            RetryAfterMilliseconds = Some(Native.seam_acs_error_retry_after_ms(error));
            ValidationErrors = Library.String(Native.seam_acs_error_validation_errors(error));
            Attempts = Native.seam_acs_error_attempts(error);
            Report = Status == Status.Guard ? null : found;
            Plan = Status == Status.Guard && found != null ? new Plan(found) : null;
        }

        /// <summary>What the call ended as.</summary>
        public Status Status { get; }

        /// <summary>The name of the status, such as NOT_FOUND.</summary>
        public string Name { get; }

        /// <summary>The HTTP status of the answer that decided. Null where there is none.</summary>
        public int? HttpStatus { get; }

        /// <summary>Seam's own type of error; an open set. Null where there is none.</summary>
        public string ApiType { get; }

        /// <summary>The id to quote to Seam's support. Null where there is none.</summary>
        public string RequestId { get; }

        /// <summary>The same call may succeed later although nobody changes anything.</summary>
        public bool Retryable { get; }

        /// <summary>A change may be recorded although no answer says so: read the membership before anything else.</summary>
        public bool OutcomeUnknown { get; }

        /// <summary>How many milliseconds the server asked to wait. Null where there is none.</summary>
        public int? RetryAfterMilliseconds { get; }

        /// <summary>Which parameters Seam refused, each with its messages. As JSON; null where there is none.</summary>
        public string ValidationErrors { get; }

        /// <summary>How many requests were started.</summary>
        public int Attempts { get; }

        /// <summary>What became of each change of a list, as JSON; null where the failure is not one of a list.</summary>
        public string Report { get; }

        /// <summary>What a guard refused, to be looked at; Sync refuses it too. Null where it is about no plan that was just made.</summary>
        public Plan Plan { get; }

        /// <summary>An argument that must not reach C.</summary>
        internal static SeamException Refused(string message) => new SeamException(Status.InvalidArgument, message);

        /// <summary>What came and is no record. A record may be read where nothing has loaded the library yet.</summary>
        internal static SeamException Unexpected(string message)
        {
            Library.Load();
            return new SeamException(Status.UnexpectedResponse, message);
        }

        internal static void ThrowIf(int status, ErrorHandle error, string found = null, Exception because = null)
        {
            using (error)
            {
                if (status != 0)
                {
                    throw new SeamException(error, found, because);
                }
            }
        }

        private static int? Some(int value) => value > 0 ? value : (int?)null;
    }
}
