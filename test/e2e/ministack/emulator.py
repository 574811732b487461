"""MiniStack, with what our stack needs of AWS and MiniStack lacks. None of this is a public API of it: its version is pinned.

- As on AWS, PutEvents refuses sources that begin with aws., but Systems Manager publishes as aws.ssm, and it runs beside this here.
- Step Functions passes over TimeoutSecondsPath and MaxConcurrencyPath: jobs would bake for ever, and all batches run at once.
"""

from ministack.app import main
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


eventbridge._put_events = letting_systems_manager_publish(eventbridge._put_events)
stepfunctions._execute_task = following_path("TimeoutSeconds", stepfunctions._execute_task)
stepfunctions._execute_map = following_path("MaxConcurrency", stepfunctions._execute_map)
main()
