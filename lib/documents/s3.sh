# shellcheck shell=sh disable=SC2154 # the parameters and the other files come with this text
# Document `package`: a download from S3 without the AWS CLI, by curl, which signs it with the credentials of the node's role. They
# come from the instance metadata service (IMDSv2), in the clear only within this machine.

METADATA=${AWS_EC2_METADATA_SERVICE_ENDPOINT:-http://169.254.169.254}

# metadata METHOD HEADER PATH
metadata() {
  printf 'request = "%s"\nheader = "%s"\nurl = "%s"\n' "$1" "$2" "${METADATA%/}/latest/$3" |
    curl --config - --fail --silent --globoff --noproxy '*' --max-time 5
}

# field NAME: of an object of strings on standard input, written in one line or in many.
field() {
  tr ',{}' '\n' | sed -n "s/^ *\"$1\" *: *\"\([A-Za-z0-9/+=_.:-]*\)\" *\$/\1/p"
}

take_credentials() {
  token=$(metadata PUT 'X-aws-ec2-metadata-token-ttl-seconds: 60' api/token) || return 1
  token="X-aws-ec2-metadata-token: $token"
  region=$(metadata GET "$token" meta-data/placement/region) || return 1
  domain=$(metadata GET "$token" meta-data/services/domain) || return 1
  role=$(metadata GET "$token" meta-data/iam/security-credentials/) || return 1
  credentials=$(metadata GET "$token" "meta-data/iam/security-credentials/$role") || return 1
  access_key=$(printf %s "$credentials" | field AccessKeyId)
  secret_key=$(printf %s "$credentials" | field SecretAccessKey)
  session_token=$(printf %s "$credentials" | field Token)
  [ -n "$access_key" ] && [ -n "$secret_key" ] && [ -n "$session_token" ]
}

# The first curl that signs all headers, which S3 asks for.
can_sign() {
  # shellcheck disable=SC2046 # two numbers on purpose
  set -- $(curl --version | sed -n '1s/^curl \([0-9]*\)\.\([0-9]*\).*/\1 \2/p')
  [ "$#" = 2 ] && [ $(($1 * 1000 + $2)) -ge 7088 ]
}

# Of a bucket in the node's own region; by path, since a name with dots fits no certificate. No character of a key needs encoding.
s3_with_curl() {
  can_sign || { echo 'a download from S3 takes the AWS CLI, or curl 7.88 or later' >&2 && return 1; }
  take_credentials || { echo 'the instance metadata service gives no credentials of a role' >&2 && return 1; }
  is_s3_url "$url"
  with_curl "${AWS_ENDPOINT_URL_S3:-https://s3.$region.$domain}/$bucket/$key" <<CONFIGURATION
aws-sigv4 = "aws:amz:$region:s3"
user = "$access_key:$secret_key"
header = "x-amz-security-token: $session_token"
header = "x-amz-content-sha256: UNSIGNED-PAYLOAD"
CONFIGURATION
}
