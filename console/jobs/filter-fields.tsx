import type { ReactNode } from 'react';
import './filter-fields.css';

/** The fields of a filter, as many beside each other as there is room for. */
export const FilterFields = ({ children }: { readonly children: ReactNode }) => (
  <div className="filter-fields">{children}</div>
);
