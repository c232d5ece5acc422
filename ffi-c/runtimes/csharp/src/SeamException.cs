using System;

namespace SeamAcs
{
    /// <summary>A call that did not end as asked.</summary>
    public sealed class SeamException : Exception
    {
        internal SeamException(Status status, string message)
            : base(message)
        {
            Status = status;
            Name = Library.String(Native.seam_acs_status_name((int)status));
        }

        private SeamException(IntPtr error)
            : this((Status)Native.seam_acs_error_status(error), Library.String(Native.seam_acs_error_message(error)))
        {
            HttpStatus = Some(Native.seam_acs_error_http_status(error));
            ApiType = Library.String(Native.seam_acs_error_api_type(error));
            RequestId = Library.String(Native.seam_acs_error_request_id(error));
            ValidationErrors = Library.String(Native.seam_acs_error_validation_errors(error));
            RetryAfterMilliseconds = Some(Native.seam_acs_error_retry_after_ms(error));
            Retryable = Native.seam_acs_error_retryable(error) != 0;
            OutcomeUnknown = Native.seam_acs_error_outcome_unknown(error) != 0;
            Attempts = Native.seam_acs_error_attempts(error);
        }

        public Status Status { get; private set; }

        /// <summary>Such as NOT_FOUND.</summary>
        public string Name { get; private set; }

        /// <summary>Of the answer that decided; null where none came.</summary>
        public int? HttpStatus { get; private set; }

        /// <summary>Seam's own type of error.</summary>
        public string ApiType { get; private set; }

        public string RequestId { get; private set; }

        /// <summary>Which parameters were refused and why, as JSON.</summary>
        public string ValidationErrors { get; private set; }

        public int? RetryAfterMilliseconds { get; private set; }

        /// <summary>Whether the same call may succeed later.</summary>
        public bool Retryable { get; private set; }

        /// <summary>Whether the change may be in force although nothing confirms it.</summary>
        public bool OutcomeUnknown { get; private set; }

        /// <summary>How many requests were started.</summary>
        public int Attempts { get; private set; }

        /// <summary>What became of each change of a list, as JSON, where the failure is one of a list.</summary>
        public string Report { get; internal set; }

        internal static void ThrowIf(int status, IntPtr error)
        {
            if (status == 0)
            {
                return;
            }
            try
            {
                throw new SeamException(error);
            }
            finally
            {
                Native.seam_acs_error_free(error);
            }
        }

        private static int? Some(int value)
        {
            return value > 0 ? value : (int?)null;
        }
    }
}
