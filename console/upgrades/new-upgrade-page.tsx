import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';

export const NewUpgradePage = () => <ContentLayout header={<Header variant="h1">New upgrade</Header>} />;
