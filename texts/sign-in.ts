/** What a user reads who signs in to the web page. */
import type { Language } from '../domain/settings.ts';

/** Why a sign-in failed. */
export type SignInRefusal =
  /** The user belongs to another workspace. */
  | 'stranger'
  /** The user did not allow it in Slack. */
  | 'denied'
  /** The redirect from Slack does not belong to an attempt of this browser, or came too late. */
  | 'unknownAttempt'
  /** Slack's answer lacks claims, or its signature is wrong. */
  | 'untrusted'
  /** Slack rejects the app's credentials in the environment. */
  | 'setUp'
  /** Slack does not answer. */
  | 'away';

export interface SignInTexts {
  readonly refused: string;
  readonly reasons: Readonly<Record<SignInRefusal, string>>;
  readonly again: string;
  readonly signedOut: string;
  readonly bye: string;
  readonly signInAgain: string;
  /** To a program that sends a request without a session. */
  readonly signInFirst: string;
}

const en: SignInTexts = {
  refused: 'Not signed in',
  reasons: {
    stranger:
      'This page is for the members of another Slack workspace. In Slack, choose the workspace in which dobrobot coordinates your releases.',
    denied: 'You did not allow Slack to say who you are, and this page has to know.',
    unknownAttempt:
      'This way back from Slack has been used, is older than ten minutes, or began in another browser.',
    untrusted: 'What came back from Slack could not be trusted, so nobody was signed in.',
    setUp:
      'Slack does not accept the set-up of this page. Whoever runs dobrobot finds the reason in the log of the web process, and the set-up in docs/page.md under “Sign-in with Slack”.',
    away: 'Slack does not answer right now. Releases go on; please try again in a minute.',
  },
  again: 'Try again',
  signedOut: 'Signed out',
  bye: 'You are signed out of dobrobot in this browser. In Slack itself you still are who you were.',
  signInAgain: 'Sign in with Slack',
  signInFirst: 'Your session has ended. Load the page again to sign in.',
};

const ru: SignInTexts = {
  refused: 'Войти не удалось',
  reasons: {
    stranger:
      'Эта страница для участников другого рабочего пространства Slack. Выберите в Slack то пространство, в котором dobrobot ведёт ваши релизы.',
    denied: 'Вы не разрешили Slack сообщить, кто вы, а этой странице нужно это знать.',
    unknownAttempt:
      'Этот вход через Slack уже использован, начат больше десяти минут назад или в другом браузере.',
    untrusted: 'Ответу, который пришёл от Slack, нельзя доверять, поэтому вход не выполнен.',
    setUp:
      'Slack не принимает настройки этой страницы. Причину администратор dobrobot найдёт в журнале процесса web, а как всё настроить — в docs/page.md, в разделе “Sign-in with Slack”.',
    away: 'Slack сейчас не отвечает. Релизы идут своим чередом; попробуйте ещё раз через минуту.',
  },
  again: 'Попробовать ещё раз',
  signedOut: 'Вы вышли',
  bye: 'В этом браузере вы вышли из dobrobot. В самом Slack вы по-прежнему тот, кем были.',
  signInAgain: 'Войти через Slack',
  signInFirst: 'Сеанс закончился. Обновите страницу, чтобы войти снова.',
};

export const signInTexts: Readonly<Record<Language, SignInTexts>> = { en, ru };
