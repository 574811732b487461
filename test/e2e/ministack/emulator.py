"""MiniStack, with what our stack needs of AWS and MiniStack lacks. None of this is a public API of it: its version is pinned.

- As on AWS, PutEvents refuses sources that begin with aws., but Systems Manager publishes as aws.ssm, and it runs beside this here.
- Step Functions passes over TimeoutSecondsPath and MaxConcurrencyPath: jobs would bake for ever, and all batches run at once.
- Policies of buckets refuse plain HTTP, and loopback is called by it: it counts as TLS.
- IAM allows SendTaskSuccess on the machine of the token, and PutEvents by what the events say: MiniStack looks at neither.
"""

import json

from ministack import app
from ministack.core import iam_actions
from ministack.services import eventbridge, stepfunctions


def letting_systems_manager_publish(put_events):
    def put(data, allow_aws_source=False):
        is_its_own = all(entry.get("Source") == "aws.ssm" for entry in data.get("Entries", []))
        return put_events(data, allow_aws_source or is_its_own)

    return put


def following_path(field, execute):
    """Our states have no InputPath, so that a path begins at their input."""

    def execute_state(state, state_input, execution, context):
        path = state.get(field + "Path")
        if path is not None:
            state = {**state, field: stepfunctions._resolve_path(path, state_input)}
        return execute(state, state_input, execution, context)

    return execute_state


def as_if_by_tls(pin_request_origin):
    return lambda source_ip, _: pin_request_origin(source_ip, True)


def naming_the_machine(resource_arn):
    """There is one. A token says nothing that MiniStack could tell machines apart by."""

    def arn(service, method, path, headers, *rest):
        if headers.get("x-amz-target", "").startswith("AWSStepFunctions.SendTask"):
            return next(iter(stepfunctions._state_machines), "*")
        return resource_arn(service, method, path, headers, *rest)

    return arn


def telling_of_events(request_context):
    """Of a single event: all that a function of ours puts at once."""

    def context(service, iam_action, body, params):
        keys = request_context(service, iam_action, body, params)
        entries = json.loads(body)["Entries"] if iam_action == "events:PutEvents" else []
        if len(entries) != 1:
            return keys
        return {**keys, "events:source": entries[0]["Source"], "events:detail-type": entries[0]["DetailType"]}

    return context


app.pin_request_origin = as_if_by_tls(app.pin_request_origin)
iam_actions.extract_resource_arn = naming_the_machine(iam_actions.extract_resource_arn)
iam_actions.request_tag_context = telling_of_events(iam_actions.request_tag_context)
eventbridge._put_events = letting_systems_manager_publish(eventbridge._put_events)
stepfunctions._execute_task = following_path("TimeoutSeconds", stepfunctions._execute_task)
stepfunctions._execute_map = following_path("MaxConcurrency", stepfunctions._execute_map)
app.main()
