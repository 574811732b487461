import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import SpaceBetween from '@cloudscape-design/components/space-between';

/** What is shown to whoever has signed out: nobody is signed in again without a click. */
export const SignedOutScreen = ({ onSignIn }: { onSignIn: () => void }) => (
  <main>
    <Box padding="xxl">
      <Container>
        <SpaceBetween size="m">
          <Box variant="h1">Signed out</Box>
          <Button variant="primary" onClick={onSignIn}>
            Sign in
          </Button>
        </SpaceBetween>
      </Container>
    </Box>
  </main>
);
