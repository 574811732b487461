import { applyMode, Mode } from '@cloudscape-design/global-styles';
import { useEffect, useState } from 'react';

const KEY = 'fleet-upgrade-theme';
type Theme = 'light' | 'dark';

const chosen = (): Theme | undefined => {
  const kept = localStorage.getItem(KEY);
  return kept === 'light' || kept === 'dark' ? kept : undefined;
};

/** Light or dark: as chosen, else as the system has it, also when that changes. */
export function useTheme(): readonly [Theme, () => void] {
  const [choice, setChoice] = useState(chosen);
  const [system, setSystem] = useState(systemTheme);
  useEffect(() => {
    const media = darkMedia();
    const follow = () => setSystem(systemTheme());
    media.addEventListener('change', follow);
    return () => media.removeEventListener('change', follow);
  }, []);
  const theme = choice ?? system;
  useEffect(() => applyMode(theme === 'dark' ? Mode.Dark : Mode.Light), [theme]);
  const toggle = () => {
    const other = theme === 'dark' ? 'light' : 'dark';
    localStorage.setItem(KEY, other);
    setChoice(other);
  };
  return [theme, toggle];
}

const darkMedia = () => matchMedia('(prefers-color-scheme: dark)');
const systemTheme = (): Theme => (darkMedia().matches ? 'dark' : 'light');
